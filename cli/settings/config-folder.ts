import { homedir } from "node:os";
import { isAbsolute, join } from "node:path";

/** Where this user's programs keep settings: the XDG base directory, or the system's equivalent. */
export function configFolder(
  env: Readonly<Record<string, string | undefined>>,
  platform = process.platform,
): string {
  const { XDG_CONFIG_HOME = "", APPDATA = "" } = env;
  // The specification says to ignore relative ones.
  if (isAbsolute(XDG_CONFIG_HOME)) return join(XDG_CONFIG_HOME, "phase");
  if (platform === "win32" && APPDATA !== "") return join(APPDATA, "phase");
  return join(homedir(), ".config", "phase");
}
