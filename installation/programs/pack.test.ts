import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import { pack } from "./pack";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "phase-pack-"));
});
afterEach(() => rmSync(folder, { recursive: true }));

it.each([0, 1, 511, 512, 513, 70_000])("packs a file of %s bytes for tar to unpack", (size) => {
  const content = Buffer.alloc(size, "ä");
  const archive = join(folder, "a.tgz");
  writeFileSync(archive, pack([{ path: "dist/phase.mjs", content, mode: 0o755 }]));
  execFileSync("tar", ["-xzf", archive, "-C", folder]);
  expect(readFileSync(join(folder, "package/dist/phase.mjs")).equals(content)).toBe(true);
  expect(statSync(join(folder, "package/dist/phase.mjs")).mode & 0o777).toBe(0o755);
});

it("packs a package that npm can install", () => {
  const manifest = { name: "@phase/test", version: "1.2.3", bin: { phase: "./dist/phase.mjs" } };
  const archive = join(folder, "a.tgz");
  const files = [
    { path: "package.json", content: Buffer.from(JSON.stringify(manifest)), mode: 0o644 },
    { path: "dist/phase.mjs", content: Buffer.from("#!/usr/bin/env node\nconsole.log('here')"), mode: 0o755 },
  ];
  writeFileSync(archive, pack(files));
  const env = { ...process.env, npm_config_cache: join(folder, "cache") };
  execFileSync("npm", ["install", "--global", "--offline", "--prefix", folder, archive], { env });
  expect(execFileSync(join(folder, "bin/phase"), { encoding: "utf8" })).toBe("here\n");
});

it("makes the same package from the same files, and refuses a path that is too long", () => {
  const files = [{ path: "a", content: Buffer.from("1"), mode: 0o644 }];
  expect(pack(files).equals(pack(files))).toBe(true);
  expect(() => pack([{ path: "a".repeat(93), content: Buffer.alloc(0), mode: 0o644 }])).toThrow("too long");
});
