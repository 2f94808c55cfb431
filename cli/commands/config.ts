import { type Io, print, printJson } from "../io";
import { profilesFile } from "../settings/profiles";
import type { Sourced, Settings } from "../settings/settings";
import { table } from "../table";

/** The settings that other commands would use, and where each comes from. Never the token. */
export function showConfig(io: Io, settings: Settings, tokenFile: string | undefined, json: boolean): void {
  const { profile, host, app, environment } = settings;
  const token = tokenFile === undefined ? settings.token : { value: "", from: tokenFile };
  const rows: Record<string, Sourced | null> = {
    profile,
    host,
    token: token && { value: hidden(token.value), from: token.from },
    app,
    environment,
  };
  if (json) {
    printJson(io, { ...rows, profilesFile: profilesFile(io.env) }, 2);
    return;
  }
  const cells = Object.entries(rows).map(([name, said]) => [
    name,
    said?.value ?? "",
    said?.from ?? "not set",
  ]);
  print(io, table([["SETTING", "VALUE", "FROM"], ...cells]));
}

function hidden(token: string): string {
  return token.length < 20 ? "(hidden)" : `${token.slice(0, 4)}…${token.slice(-4)}`;
}
