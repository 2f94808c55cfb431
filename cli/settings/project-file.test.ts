/** `.phase.yaml` comes with any cloned repository. */
import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, statSync, symlinkSync, writeFileSync } from "node:fs";
import { mkdir } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import { findProject, writeProject } from "./project-file";

let folder: string;
let file: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "phase-project-"));
  file = join(folder, ".phase.yaml");
});
afterEach(() => rmSync(folder, { recursive: true }));

it.each<[string, () => unknown, string]>([
  ["a pipe", () => execFileSync("mkfifo", [file]), "is not a regular file"],
  ["a link to what has no end", () => symlinkSync("/dev/zero", file), "is not a regular file"],
  ["a folder", () => mkdir(file), "is not a regular file"],
  ["100 KB", () => writeFileSync(file, "#".repeat(100_000)), "is too large: 100000 bytes"],
  ["a link to itself", () => symlinkSync(file, file), "is a symbolic link"],
])("%s is refused by name, without waiting", async (_, make, problem) => {
  await make();
  await expect(findProject(folder)).rejects.toThrow(`The file ${file} ${problem}.`);
});

it("is read through a link, as in monorepos", async () => {
  writeFileSync(join(folder, "shared.yaml"), "app: shop\n");
  symlinkSync("shared.yaml", file);
  expect(await findProject(folder)).toEqual({ path: file, project: { app: "shop" } });
});

it("replaces a link instead of writing through it, readable for everyone in the folder", async () => {
  const other = join(folder, "profile");
  writeFileSync(other, "untouched");
  symlinkSync("profile", file);
  await writeProject(folder, { app: "shop", environment: "Production" });
  expect(readFileSync(other, "utf8")).toBe("untouched");
  expect(await findProject(folder)).toMatchObject({ project: { app: "shop", environment: "Production" } });
  expect(statSync(file).mode).toBe(statSync(other).mode);
});
