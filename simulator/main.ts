/** The stand-alone simulator: `tsx simulator/main.ts`. Prints one line of JSON once it listens. */
import * as z from "zod";
import { say, warn } from "../lib/terminal.ts";
import { startSimulator } from "./server.ts";

const settings = z
  .object({
    SIMULATOR_PORT: z.coerce.number().int().min(0).max(65_535).default(4010),
    SIMULATOR_HOST: z.string().min(1).default("127.0.0.1"),
    SIMULATOR_STATE: z.string().min(1).optional(),
    SIMULATOR_SEED: z.coerce.number().int().optional(),
  })
  .safeParse(Object.fromEntries(Object.entries(process.env).filter(([, value]) => value !== "")));

async function main(): Promise<void> {
  if (!settings.success) throw new Error(z.prettifyError(settings.error));
  const { SIMULATOR_PORT: port, SIMULATOR_HOST: host } = settings.data;
  const { SIMULATOR_STATE: stateFile, SIMULATOR_SEED: seed } = settings.data;
  const simulator = await startSimulator({ port, host, stateFile, seed, demo: true });
  for (const signal of ["SIGINT", "SIGTERM"] as const) {
    // Twice is normal, because a terminal's Ctrl-C and the parent's own signal arrive together.
    process.on(signal, () => void simulator.close());
  }
  const adminKey =
    simulator.state.adminKeys().find((key) => simulator.state.liveAdminKey(key.value))?.value ?? null;
  const { url, regionalUrl, controlUrl } = simulator;
  say(JSON.stringify({ url, regionalUrl, controlUrl, adminKey }));
}

main().catch((error: unknown) => {
  warn(error instanceof Error ? error.message : String(error));
  process.exitCode = 1;
});
