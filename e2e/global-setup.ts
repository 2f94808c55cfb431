import { spawn } from "node:child_process";
import { once } from "node:events";
import { closeSync, mkdirSync, mkdtempSync, openSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import * as z from "zod";
import { ROOT } from "@/installation/root";
import { keyIn } from "@/proof/chaos/plaintext";

/** Starts one stack for all specs, unless PHASE_E2E_STACK names the description of a running one. */
export default async function setup(): Promise<(() => Promise<void>) | undefined> {
  if (process.env.PHASE_E2E_STACK !== undefined) return undefined;
  mkdirSync(join(ROOT, "test-results"), { recursive: true });
  const logFile = join(ROOT, "test-results", "stack.log");
  const log = openSync(logFile, "w");
  const child = spawn(
    process.execPath,
    ["--import", "./installation/programs/follow-parent.mjs", "--import", "tsx", "e2e/stack.ts"],
    { cwd: ROOT, stdio: ["ignore", log, log, "ipc"] },
  );
  closeSync(log);
  const ended = once(child, "exit");

  const stack = await Promise.race([
    once(child, "message").then(([message]: unknown[]) => message),
    ended.then(() => null),
  ]);
  if (stack === null) throw new Error(`The stack did not start:\n${readFileSync(logFile, "utf8")}`);

  const folder = mkdtempSync(join(tmpdir(), "phase-e2e-stack-"));
  process.env.PHASE_E2E_STACK = join(folder, "stack.json");
  writeFileSync(process.env.PHASE_E2E_STACK, JSON.stringify(stack), { mode: 0o600 });
  return async () => {
    let last: unknown;
    child.on("message", (message) => (last = message));
    child.kill("SIGTERM");
    await ended;
    rmSync(folder, { recursive: true });
    const { keys } = z.object({ keys: z.array(z.string()) }).parse(last);
    // What the processes said is theirs too.
    const said = keyIn(readFileSync(logFile));
    if (said !== undefined) keys.push(`stack.log: ${said.slice(0, 20)}…`);
    if (keys.length > 0) throw new Error(`These keys are unencrypted:\n${keys.join("\n")}`);
  };
}
