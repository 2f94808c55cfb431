import { spawn } from "node:child_process";
import { hostname } from "node:os";
import { setTimeout as delay } from "node:timers/promises";
import { newStoredText } from "@/lib/tokens/token-text";
import { CliError } from "../exit";
import { createClient, ServerError } from "../http";
import { type Io, note } from "../io";
import { object, text } from "../shape";

const started = object({ id: text, code: text });
const decided = object({ state: text });

const ASK_EVERY_MS = 2_000;
/** A code expires before this time. */
const GIVE_UP_MS = 11 * 60_000;

/**
 * Returns a token once a member has approved the login in the console. The command line creates the token, and the server
 * gets only its hash until the token is used. @throws CliError if a member denies the login, or nobody approves it in time
 */
export async function browserLogin(io: Io, host: string): Promise<string> {
  const { token, ...stored } = newStoredText();
  const client = createClient({ host, token: null }, io);
  const name = `phase on ${hostname()
    .replace(/[^\x20-\x7e]/g, "")
    .slice(0, 80)}`;
  const { id, code } = await client.request(started, "/cli-logins", {
    method: "POST",
    body: { name, ...stored },
  });
  const page = `${host}/cli-login`;
  note(io, `Open ${page} in a browser and enter the code ${code}. Waiting for approval…`);
  openBrowser(io, page);
  const giveUpAt = performance.now() + GIVE_UP_MS;
  while (performance.now() < giveUpAt) {
    const state = await stateOf(id);
    if (state === "approved") return token;
    if (state === "denied") throw new CliError("The login was denied in the console. Nothing was saved.");
    await delay(ASK_EVERY_MS);
  }
  throw expired();

  async function stateOf(loginId: string): Promise<string> {
    try {
      return (await client.request(decided, `/cli-logins/${encodeURIComponent(loginId)}`)).state;
    } catch (error) {
      if (!(error instanceof ServerError)) throw error;
      // The login is still valid after a restart of the server.
      if (error.kind === "away") return "waiting";
      throw expired();
    }
  }
}

function expired(): CliError {
  return new CliError("The code has expired, and nobody approved the login. Run `phase login` again.");
}

/** Opens the page if this machine has a browser. The URL is printed in any case. */
function openBrowser({ env }: Io, page: string): void {
  const isRemote = env["SSH_CONNECTION"] !== undefined;
  const hasScreen = env["DISPLAY"] !== undefined || env["WAYLAND_DISPLAY"] !== undefined;
  const opener =
    process.platform === "darwin"
      ? ["open"]
      : process.platform === "win32"
        ? ["rundll32", "url.dll,FileProtocolHandler"]
        : hasScreen
          ? ["xdg-open"]
          : [];
  const [program, ...args] = opener;
  if (program === undefined || isRemote) return;
  const child = spawn(program, [...args, page], {
    detached: true,
    stdio: "ignore",
    env: { ...env, PHASE_SERVICE_TOKEN: undefined },
  });
  child.on("error", () => {});
  child.unref();
}
