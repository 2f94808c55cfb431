import { spawn } from "node:child_process";
import { buffer } from "node:stream/consumers";

export type Ran = { code: number | null; stdout: Buffer; stderr: string };

/** Runs one of the system's programs until it ends. Null if it can't be started, such as when it isn't installed. */
export async function runTool(file: string, args: readonly string[], input = ""): Promise<Ran | null> {
  const child = spawn(file, args, { windowsHide: true });
  const ended = new Promise<number | null | undefined>((resolve) => {
    child.once("error", () => resolve(undefined));
    child.once("close", resolve);
  });
  // A program that doesn't read its input may close it, which isn't a failure.
  child.stdin.on("error", () => {}).end(input);
  const [code, stdout, stderr] = await Promise.all([ended, buffer(child.stdout), buffer(child.stderr)]);
  return code === undefined ? null : { code, stdout, stderr: stderr.toString().trim() };
}
