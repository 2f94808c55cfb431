import { execFileSync } from "node:child_process";
import { chmod, chown, mkdir, mkdtemp, readFile, rm, symlink, truncate, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { fallbackFileName, readFallbackFile, writeFallbackFile } from "./fallback-file";
import { stateFolder } from "./state-folder";

const ASKED = { token: "phs_one", host: "https://phase.example.com", environment: "shop/Production" };
const KEPT = { readAt: 1, goodUntil: 2, environmentId: "e", etag: '"v1"', values: { KEY: "wert ß\n" } };

let folder: string;
let file: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "phase-fallback-file-"));
  file = join(folder, "kept");
});
afterEach(() => rm(folder, { recursive: true }));

test("reads back what was written, and nothing from a missing file", async () => {
  expect(await readFallbackFile(file, ASKED)).toBeNull();
  await writeFallbackFile(file, ASKED, KEPT);
  expect(await readFallbackFile(file, ASKED)).toEqual(KEPT);
});

test("two writes of the same content differ", async () => {
  await writeFallbackFile(file, ASKED, KEPT);
  const one = await readFile(file, "utf8");
  await writeFallbackFile(file, ASKED, KEPT);
  expect(await readFile(file, "utf8")).not.toBe(one);
});

test.each([
  { ...ASKED, token: "phs_other" },
  { ...ASKED, host: "https://other.example.com" },
  { ...ASKED, environment: "shop/Staging" },
])("can't be opened by anyone else: %o", async (other) => {
  await writeFallbackFile(file, ASKED, KEPT);
  await expect(readFallbackFile(file, other)).rejects.toThrow(
    "was kept for another token, server or environment",
  );
  expect(fallbackFileName(other)).not.toBe(fallbackFileName(ASKED));
});

test("detects a changed bit anywhere", async () => {
  await writeFallbackFile(file, ASKED, KEPT);
  const fields = JSON.parse(await readFile(file, "utf8")) as Record<string, string>;
  for (const name of ["salt", "nonce", "sealed"]) {
    const bytes = Buffer.from(fields[name] ?? "", "base64");
    for (const at of [0, bytes.length - 1]) {
      const changed = Buffer.from(bytes);
      changed.writeUInt8((changed.at(at) ?? 0) ^ 1, at);
      await writeFile(file, JSON.stringify({ ...fields, [name]: changed.toString("base64") }));
      await expect(readFallbackFile(file, ASKED)).rejects.toThrow("someone changed it");
    }
  }
});

describe("an untrustworthy file is refused", () => {
  beforeEach(() => writeFallbackFile(file, ASKED, KEPT));

  test.each([
    {
      name: "a symbolic link",
      spoil: async () => {
        await rm(file);
        await writeFallbackFile(join(folder, "real"), ASKED, KEPT);
        await symlink(join(folder, "real"), file);
      },
      says: "is a symbolic link",
    },
    {
      name: "one that others may read",
      spoil: () => chmod(file, 0o604),
      says: "is accessible to other users",
    },
    {
      name: "one that others may write",
      spoil: () => chmod(file, 0o620),
      says: "is accessible to other users",
    },
    { name: "a huge one", spoil: () => truncate(file, 2 ** 33), says: "is too large" },
    { name: "a short one", spoil: () => truncate(file, 60), says: "is not a fallback file, or is damaged" },
    {
      name: "another format",
      spoil: () => writeFile(file, '{"format":"x"}'),
      says: "is not a fallback file",
    },
    {
      name: "a folder",
      spoil: async () => {
        await rm(file);
        await mkdir(file);
      },
      says: "is not a regular file",
    },
    {
      name: "a pipe, which would make it wait",
      spoil: async () => {
        await rm(file);
        execFileSync("mkfifo", ["-m", "600", file]);
      },
      says: "is not a regular file",
    },
  ])("$name", async ({ spoil, says }) => {
    await spoil();
    await expect(readFallbackFile(file, ASKED)).rejects.toThrow(says);
  });

  test("another user's", async () => {
    const { geteuid } = process;
    if (geteuid?.() === 0) await chown(file, 65_534, 65_534);
    // An account that can't give a file away pretends to be someone else for a moment.
    else process.geteuid = () => 65_534;
    try {
      await expect(readFallbackFile(file, ASKED)).rejects.toThrow("belongs to another user");
    } finally {
      if (geteuid !== undefined) process.geteuid = geteuid;
    }
  });
});

test.each([
  { env: { XDG_STATE_HOME: "/var/state" }, platform: "linux", expected: /^\/var\/state\/phase$/ },
  { env: { XDG_STATE_HOME: "here" }, platform: "linux", expected: /\/\.local\/state\/phase$/ },
  { env: {}, platform: "darwin", expected: /\/Library\/Application Support\/phase$/ },
  { env: { LOCALAPPDATA: "/c/local" }, platform: "win32", expected: /^\/c\/local\/phase$/ },
] as const)("the state folder on $platform with $env", ({ env, platform, expected }) => {
  expect(stateFolder({ NODE_ENV: "test", ...env }, platform)).toMatch(expected);
});
