/** The time that every line of a script with `phase` waits, and every start of a program under `phase run`. */
import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { buildCli } from "@/cli/build.mjs";
import type { Measurement, Round } from "./measurement";

const ROUNDS = 15;
const ENVIRONMENT_ID = "01a20951-60ce-72a9-b0db-5f761430bc58";

export async function measureCommandLine(): Promise<Measurement[]> {
  const folder = await mkdtemp(join(tmpdir(), "phase-bench-"));
  const server = createServer((_, response) => {
    response.setHeader("content-type", "application/json");
    response.end(JSON.stringify({ secrets: [{ key: "API_KEY", value: "one" }] }));
  }).listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  const env = {
    ...process.env,
    PHASE_HOST: `http://127.0.0.1:${port}`,
    PHASE_SERVICE_TOKEN: "phs_bench",
    XDG_STATE_HOME: folder,
    XDG_CONFIG_HOME: folder,
  };
  const phase = join(folder, "phase.mjs");
  try {
    await buildCli(phase);
    const run = ["run", "--env", ENVIRONMENT_ID, "--", "true"];
    return [
      await alternate("phase --version", [phase, "--version"], env),
      await alternate("phase run -- true", [phase, ...run], env),
    ];
  } finally {
    server.close();
    server.closeAllConnections();
    await rm(folder, { recursive: true });
  }
}

/** Compared with Node alone, so that other work on the machine slows both. */
async function alternate(name: string, args: string[], env: NodeJS.ProcessEnv): Promise<Measurement> {
  const rounds: Round[] = [];
  for (let round = 0; round <= ROUNDS; round++) {
    const floor = await millisecondsOf(["-e", "0"], env);
    const value = await millisecondsOf(args, env);
    // The first run finds nothing in the system's memory.
    if (round > 0) rounds.push({ value, floor });
  }
  return { name, unit: "ms", better: "less", rounds };
}

async function millisecondsOf(args: string[], env: NodeJS.ProcessEnv): Promise<number> {
  const began = performance.now();
  const child = spawn(process.execPath, args, { env, stdio: "ignore" });
  const [code] = (await once(child, "close")) as [number | null];
  if (code !== 0) throw new Error(`${args.join(" ")} ended with ${String(code)}.`);
  return performance.now() - began;
}
