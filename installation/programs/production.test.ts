import { spawnSync } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { ROOT } from "../root";

let folder: string;

/** A clone with a lockfile of one package for each need, and a command that says that it was built. */
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "phase-production-"));
  const copied = [
    "scripts/run",
    "scripts/commands",
    "installation/install",
    "installation/programs/follow-parent",
  ];
  const machine = ["complete-packages", "lock", "disk", "npm-trouble"].map(
    (name) => `installation/machine/${name}`,
  );
  for (const file of [...copied, ...machine].map((name) => `${name}.mjs`)) {
    mkdirSync(dirname(join(folder, file)), { recursive: true });
    cpSync(join(ROOT, file), join(folder, file));
  }
  write("dist/phase.mjs", 'console.log("built", ...process.argv.slice(2));');
  write("package.json", '{ "type": "module" }');
  write("package-lock.json", lock({ next: {}, tsx: { dev: true }, prisma: { devOptional: true } }));
  write("prisma/schema.prisma", "");
});
afterAll(() => rmSync(folder, { recursive: true }));

function write(file: string, text: string): void {
  mkdirSync(dirname(join(folder, file)), { recursive: true });
  writeFileSync(join(folder, file), text);
}

function lock(packages: Record<string, object>): string {
  const entries = Object.entries(packages).map(([name, need]) => [
    `node_modules/${name}`,
    { version: "1.0.0", integrity: `sha512-${name}`, ...need },
  ]);
  return JSON.stringify({ lockfileVersion: 3, packages: Object.fromEntries(entries) as unknown });
}

/** `npm` is not on the PATH: whoever wants to install something says so. */
function phase(): string {
  const { stdout, stderr } = spawnSync(process.execPath, ["scripts/run.mjs", "phase", "whoami"], {
    cwd: folder,
    env: { PATH: "", NODE_ENV: "test" },
    encoding: "utf8",
  });
  return stdout + stderr;
}

it("runs what was built where the packages for development were left out, and installs them otherwise", () => {
  write("node_modules/.package-lock.json", lock({ next: {} }));
  expect(phase()).toBe("built whoami\n");
  write("node_modules/.package-lock.json", lock({}));
  expect(phase()).toMatch(/^Installing packages/);
  write("node_modules/.package-lock.json", lock({ next: {} }));
  write("node_modules/tsx/package.json", "{}");
  expect(phase()).toMatch(/^Installing packages/);
});
