import { connectionOf, readHost } from "../connection";
import { environmentRef, findEnvironment } from "../environment";
import { EXIT } from "../exit";
import { createClient } from "../http";
import { type Io, print } from "../io";
import { fetchMe, whoIs } from "../me";
import { object, truth } from "../shape";
import type { SettingFlags, Settings } from "../settings/settings";
import { printable } from "@/lib/formats/printable";

/** With a larger difference, a fallback file may be refused or trusted too long. */
const CLOCK_TOLERANCE_SECONDS = 60;

const setupState = object({ needed: truth });

/** Checks what a machine that runs programs depends on. Returns the exit code. */
export async function clientDoctor(io: Io, settings: Settings, flags: SettingFlags): Promise<number> {
  const bad: string[] = [];
  const check = async <Found>(name: string, look: () => Promise<{ says: string; found: Found }>) => {
    const { says, found } = await look().catch((error: unknown) => {
      bad.push(name);
      return { says: error instanceof Error ? error.message : String(error), found: undefined };
    });
    const line = printable(says.replaceAll(/\n\s*/g, " "));
    print(io, `${found === undefined ? "bad" : "ok "}  ${name.padEnd(11)}  ${line}`);
    return found;
  };

  const host = await check("host", async () => {
    const found = readHost(settings);
    return { says: `${found} (${settings.host.from})`, found };
  });
  const answer = host === undefined ? undefined : await check("reach", () => reach(io, host));
  if (answer !== undefined) await check("clock", async () => checkClock(answer));
  const connection = await check("token", async () => {
    const found = await connectionOf(settings, flags);
    return { says: `from ${flags.tokenFile ?? settings.token?.from ?? ""}`, found };
  });
  if (connection !== undefined && answer !== undefined) {
    const client = createClient(connection, io);
    await check("access", async () => ({ says: whoIs(await fetchMe(client)), found: true }));
    const ref = environmentRef(settings);
    if ((ref.environment ?? ref.app) !== null) {
      await check("environment", async () => {
        const { path } = await findEnvironment(client, ref);
        return { says: path, found: true };
      });
    }
  }
  return bad.length === 0 ? EXIT.ok : EXIT.error;
}

type Reached = { aheadMs: number };

/** Without the token: whether Phase responds at all. */
async function reach(io: Io, host: string): Promise<{ says: string; found: Reached }> {
  const began = performance.now();
  const client = createClient({ host, token: null }, io);
  const response = await client.send("/setup");
  client.read(setupState, response);
  const took = Math.round(performance.now() - began);
  const at = Date.parse(response.header("date") ?? "");
  const aheadMs = Number.isNaN(at) ? 0 : Date.now() - at;
  return { says: `Phase answers in ${took} ms`, found: { aheadMs } };
}

function checkClock({ aheadMs }: Reached): { says: string; found: true } {
  const seconds = Math.round(Math.abs(aheadMs) / 1000);
  const says = `this machine's and the server's clocks are ${seconds} s apart`;
  if (seconds > CLOCK_TOLERANCE_SECONDS)
    throw new Error(`${says}. Fix this machine's clock: it decides how long a fallback file is valid`);
  return { says, found: true };
}
