import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { descendants, stillRunning } from "../testing/process-tree";
import { TYPESCRIPT } from "./programs";
import { ROOT } from "../root";

vi.setConfig({ testTimeout: 60_000 });

let folder: string;
const started: { child: ChildProcess; ended: Promise<unknown[]> }[] = [];
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "phase-supervise-"));
});
afterEach(async () => {
  for (const { child, ended } of started.splice(0)) {
    child.kill("SIGKILL");
    await ended;
  }
  rmSync(folder, { recursive: true });
});

/** Writes to both streams endlessly, and records when it is asked to stop. */
const program = (name: string) => ({
  name,
  args: [
    "-e",
    `setInterval(() => { console.log("${name}"); console.error("${name}"); }, 20);
     process.once("SIGTERM", () => {
       require("node:fs").appendFileSync(${JSON.stringify(join(folder, "order"))}, "${name} ");
       process.exit(0);
     });`,
  ],
  stopWithinMs: 10_000,
});

async function launcher() {
  const module = (name: string) => JSON.stringify(join(ROOT, `installation/programs/${name}.ts`));
  const code = `import { launchInOrder } from ${module("launch")};
    import { supervise } from ${module("supervise")};
    const programs = ${JSON.stringify([program("web"), program("worker")])};
    await launchInOrder(() => supervise(programs, () => console.log("Ready")));`;
  const child = spawn(process.execPath, [...TYPESCRIPT, "--input-type=module", "-e", code], {
    cwd: ROOT,
    stdio: ["ignore", "pipe", "pipe"],
  });
  const ended = once(child, "exit");
  started.push({ child, ended });
  const lines = { stdout: createInterface(child.stdout), stderr: createInterface(child.stderr) };
  const said = new Set<string>();
  for (const [stream, reader] of Object.entries(lines)) {
    reader.on("line", (line) => said.add(`${stream} ${line}`));
  }
  const all = ["Ready", "web", "worker"].map((line) => `stdout ${line}`);
  await vi.waitFor(
    () => expect([...said]).toEqual(expect.arrayContaining([...all, "stderr web", "stderr worker"])),
    { timeout: 30_000 },
  );
  return { child, ended };
}

it.each(["stdout", "stderr"] as const)(
  "when nobody reads its %s any more, all programs stop in order",
  async (stream) => {
    const { child, ended } = await launcher();
    const programs = descendants(child.pid ?? 0);
    expect(programs.length).toBeGreaterThanOrEqual(2);
    child[stream].destroy();
    expect(await ended).toEqual([0, null]);
    expect(stillRunning(programs)).toEqual([]);
    expect(readFileSync(join(folder, "order"), "utf8")).toBe("worker web ");
  },
);

it("when it is killed, all programs stop by themselves", async () => {
  const { child, ended } = await launcher();
  const programs = descendants(child.pid ?? 0);
  child.kill("SIGKILL");
  await ended;
  await vi.waitFor(() => expect(stillRunning(programs)).toEqual([]), { timeout: 20_000 });
  expect(readFileSync(join(folder, "order"), "utf8").split(" ").toSorted()).toEqual(["", "web", "worker"]);
});
