import { spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { expect, it } from "vitest";
import { ROOT } from "../root";
import { startProgram } from "./program";
import { TYPESCRIPT } from "./programs";

it("leaves no file of its memory behind when it crashes, whatever the shell that started it allows", async () => {
  const limits = ["-Sc", "-Hc"].map((kind) => `process.stdout.write(sh("ulimit ${kind}"));`).join(" ");
  const crashes = `const { execFileSync } = require("node:child_process");
    const sh = (line) => execFileSync("/bin/sh", ["-c", line], { encoding: "utf8" });
    ${limits} setInterval(() => {}, 1_000);`;
  const program = { name: "crashes", args: ["-e", crashes], stopWithinMs: 5_000 };
  const launcher = `import { startProgram } from ${JSON.stringify(join(ROOT, "installation/programs/program.ts"))};
    startProgram(${JSON.stringify(program)});`;
  const node = [process.execPath, ...TYPESCRIPT, "--input-type=module", "-e", launcher];
  const child = spawn("/bin/sh", ["-c", 'ulimit -Sc "$(ulimit -Hc)"; exec "$@"', "sh", ...node], {
    cwd: ROOT,
    stdio: ["ignore", "pipe", "inherit"],
  });
  const ended = once(child, "exit");
  try {
    let said = "";
    for await (const text of child.stdout.setEncoding("utf8")) {
      said += String(text);
      if (said.split("\n").length > 2) break;
    }
    expect(said).toBe("0\n0\n");
  } finally {
    child.kill();
    await ended;
  }
});

it("starts a program again that has ended, and says so in a line of JSON", async () => {
  const ends = 'process.send("ready"); setTimeout(() => process.exit(7), 50);';
  const program = { name: "worker", args: ["-e", ends], reportsReady: true, stopWithinMs: 5_000 };
  const launcher = `import { startProgram } from ${JSON.stringify(join(ROOT, "installation/programs/program.ts"))};
    startProgram(${JSON.stringify(program)});`;
  const child = spawn(process.execPath, [...TYPESCRIPT, "--input-type=module", "-e", launcher], {
    cwd: ROOT,
    stdio: ["ignore", "ignore", "pipe"],
  });
  const [line] = (await once(createInterface(child.stderr), "line")) as unknown[];
  child.kill("SIGKILL");
  expect(JSON.parse(String(line))).toMatchObject({
    level: "warn",
    program: "launcher",
    ended: "worker",
    ending: "code 7",
    restartMs: 500,
  });
});

it("is ready once it has said so, and never when it ends before", async () => {
  const waiting = { name: "worker", reportsReady: true, stopWithinMs: 5_000 };
  const told = startProgram({
    ...waiting,
    args: ["-e", 'process.send("ready"); setInterval(() => {}, 1_000);'],
  });
  await expect(told.ready).resolves.toBeUndefined();
  await told.stop();
  const silent = startProgram({ ...waiting, args: ["-e", "process.exitCode = 3;"] });
  await expect(silent.ready).rejects.toThrow("worker stopped (code 3) before it was ready");
  await silent.stop();
});
