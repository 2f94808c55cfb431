import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { fakeKeyring } from "../testing/fake-keyring";
import { keepInKeyring, readKeyring, removeFromKeyring } from "./keyring";

const ENTRY = { host: "https://phase.test/x", profile: "work" };
const TOKEN = "phs_hunter2-and_more";

let folder: string;
let bin: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "phase-keyring-"));
  bin = await fakeKeyring(folder);
  vi.stubEnv("PATH", bin);
});
afterEach(async () => {
  vi.unstubAllEnvs();
  await rm(folder, { recursive: true });
});

describe.each(["linux", "darwin", "win32"] as const)("on %s", (platform) => {
  it("keeps, reads and removes one token per host and profile, never as an argument", async () => {
    const other = { ...ENTRY, profile: "home" };
    await keepInKeyring(ENTRY, TOKEN, platform);
    await keepInKeyring(other, "phs_other", platform);
    expect(await readKeyring(ENTRY, platform)).toBe(TOKEN);
    await removeFromKeyring(ENTRY, platform);
    await expect(readKeyring(ENTRY, platform)).rejects.toThrow(
      "The keyring doesn't have the token, or can't be reached: not found.",
    );
    expect(await readKeyring(other, platform)).toBe("phs_other");
    const calls = await readFile(join(bin, "calls"), "utf8");
    expect(calls).toContain("phase.test");
    expect(calls).not.toMatch(/phs_/);
  });

  it.each([
    [{ ...ENTRY, profile: 'a" -w "b' }, TOKEN],
    [{ ...ENTRY, profile: "--unlock" }, TOKEN],
    [{ ...ENTRY, host: 'https://x.test/"' }, TOKEN],
    [{ ...ENTRY, host: "https://x.test/'" }, TOKEN],
    [ENTRY, 'phs_"\\'],
  ])("refuses what its program could misread: %j", async (entry, token) => {
    await expect(keepInKeyring(entry, token, platform)).rejects.toThrow("The keyring accepts only");
    await expect(readFile(join(bin, "calls"))).rejects.toThrow("ENOENT");
  });

  it("reports a keyring that can't be reached, and one whose program isn't installed", async () => {
    await writeFile(join(bin, "broken"), "");
    await expect(keepInKeyring(ENTRY, TOKEN, platform)).rejects.toThrow("Cannot autolaunch D-Bus");
    vi.stubEnv("PATH", folder);
    await expect(keepInKeyring(ENTRY, TOKEN, platform)).rejects.toThrow("The keyring needs the program");
  });
});

it("notices a keyring that doesn't keep the token", async () => {
  await writeFile(join(bin, "secret-tool"), `#!${process.execPath}\nprocess.stdout.write("phs_another")`);
  await expect(keepInKeyring(ENTRY, TOKEN, "linux")).rejects.toThrow("The keyring didn't keep the token.");
});

it("supports no keyring on other systems", async () => {
  await expect(keepInKeyring(ENTRY, TOKEN, "aix")).rejects.toThrow("Log in without --keyring");
});
