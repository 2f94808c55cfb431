import { spawn } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { TYPESCRIPT } from "./programs";
import { ROOT } from "../root";
import { runNode } from "./run-node";

let folder: string;
let pidFile: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "phase-run-"));
  pidFile = join(folder, "pid");
});
afterEach(() => rmSync(folder, { recursive: true }));

/** Like a build: it has started a program, and both would work for long. */
const program = () => [
  "-e",
  `const { pid } = require("node:child_process").spawn("sleep", ["1000"], { stdio: "inherit" });
   require("node:fs").writeFileSync(${JSON.stringify(pidFile)}, process.pid + " " + pid);
   setInterval(() => {}, 1000);`,
];

async function started(): Promise<number[]> {
  return await vi.waitFor(
    () => {
      const pids = readFileSync(pidFile, "utf8").split(" ").map(Number);
      expect(pids).toHaveLength(2);
      return pids;
    },
    { timeout: 15_000 },
  );
}

function runs(pid: number): boolean {
  try {
    // A zombie waits for nothing but its parent.
    return !/^State:\s+Z/m.test(readFileSync(`/proc/${pid}/status`, "utf8"));
  } catch {
    return false;
  }
}

it("reports what a program printed, and how it ended", async () => {
  const said = await runNode(["-e", "console.log(1); console.error(2); process.exit(3)"]);
  expect(said).toEqual({ code: 3, output: "1\n2\n" });
});

it("what the program forks works as ever", async () => {
  const child = join(folder, "child.cjs");
  writeFileSync(child, `process.once("message", (text) => process.send(text + "!", () => process.exit(5)));`);
  const parent = `const child = require("node:child_process").fork(${JSON.stringify(child)});
    child.on("message", (text) => console.log(text)).on("exit", (code) => process.exit(code));
    setTimeout(() => child.send("hello"), 200);`;
  expect(await runNode(["-e", parent])).toEqual({ code: 5, output: "hello!\n" });
});

it("asked to stop, it leaves nothing of the program", async () => {
  const asked = new AbortController();
  const running = runNode(program(), { asked: asked.signal });
  const pids = await started();
  expect(pids.map(runs)).toEqual([true, true]);
  asked.abort(new Error("enough"));
  await expect(running).rejects.toThrow("enough");
  expect(pids.map(runs)).toEqual([false, false]);
  await expect(runNode(program(), { asked: asked.signal })).rejects.toThrow("enough");
});

it("killed without a word, it leaves nothing of the program", async () => {
  const caller = `import { runNode } from ${JSON.stringify(join(ROOT, "installation/programs/run-node.ts"))};
    await runNode(${JSON.stringify(program())});`;
  const parent = spawn(process.execPath, [...TYPESCRIPT, "--input-type=module", "-e", caller], { cwd: ROOT });
  const pids = await started();
  parent.kill("SIGKILL");
  await vi.waitFor(() => expect(pids.map(runs)).toEqual([false, false]), { timeout: 15_000 });
});
