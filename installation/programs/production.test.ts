import { spawnSync } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { PARTS, sourcesStamp } from "../built.mjs";
import { ROOT } from "../root";

let folder: string;

/** A clone without packages, and the build's output: a command that prints so. */
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "phase-production-"));
  const machine = ["complete-packages", "lock", "disk", "npm-trouble"].map((name) => `machine/${name}`);
  const installation = ["built", "install", "programs/follow-parent", ...machine];
  for (const file of [
    "scripts/run",
    "scripts/commands",
    ...installation.map((name) => `installation/${name}`),
  ]) {
    mkdirSync(dirname(join(folder, file)), { recursive: true });
    cpSync(join(ROOT, `${file}.mjs`), join(folder, `${file}.mjs`));
  }
  write("dist/phase.mjs", 'console.log("built", ...process.argv.slice(2));');
  write("dist/start.mjs", 'console.log("started");');
  write("package.json", '{ "type": "module" }');
  write("package-lock.json", "{}");
  write("lib/one.ts", "");
});
afterAll(() => rmSync(folder, { recursive: true }));

function write(file: string, text: string): void {
  mkdirSync(dirname(join(folder, file)), { recursive: true });
  writeFileSync(join(folder, file), text);
}

/** `npm` isn't on the PATH, so any attempt to install something fails with a message. */
function run(...args: string[]): string {
  const { stdout, stderr } = spawnSync(process.execPath, ["scripts/run.mjs", ...args], {
    cwd: folder,
    env: { PATH: "", NODE_ENV: "test" },
    encoding: "utf8",
  });
  return stdout + stderr;
}

const stamp = (part: keyof typeof PARTS) => write(PARTS[part].stamp, sourcesStamp(PARTS[part], folder));

it("runs what was built without any packages, until its sources change", () => {
  expect(run("phase", "whoami")).toMatch(/^Installing packages/);
  stamp("programs");
  expect(run("phase", "whoami")).toBe("built whoami\n");
  // The command line needs no console, a start does.
  expect(run("start")).toMatch(/^Installing packages/);
  stamp("console");
  expect(run("start")).toBe("started\n");
  write("app/page.tsx", "");
  expect(run("start")).toMatch(/^Installing packages/);
  expect(run("phase", "whoami")).toBe("built whoami\n");
  write("lib/one.ts", "other");
  expect(run("phase", "whoami")).toMatch(/^Installing packages/);
});
