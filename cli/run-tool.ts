import { spawn } from "node:child_process";
import { buffer } from "node:stream/consumers";

export type Ran = { code: number | null; stdout: Buffer; stderr: string };

/** Runs a program of the system to its end. Null if it can't be started, as when there is none of that name. */
export async function runTool(file: string, args: readonly string[], input = ""): Promise<Ran | null> {
  const child = spawn(file, args, { windowsHide: true });
  const ended = new Promise<number | null | undefined>((resolve) => {
    child.once("error", () => resolve(undefined));
    child.once("close", resolve);
  });
  // One that reads nothing closes it.
  child.stdin.on("error", () => {}).end(input);
  const [code, stdout, stderr] = await Promise.all([ended, buffer(child.stdout), buffer(child.stderr)]);
  return code === undefined ? null : { code, stdout, stderr: stderr.toString().trim() };
}
