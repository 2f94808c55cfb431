import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { runningEmbedded, startEmbedded } from "../postgres/embedded";
import { diskTrouble } from "./disk.mjs";
import { openDatabase, openInstallation } from "../installation";
import { withLock } from "./lock.mjs";
import { kept } from "../complete-settings";

vi.setConfig({ testTimeout: 90_000 });

const ADVICE = "choose a folder on another disk (PHASE_DATA_DIR sets the data folder), and start again.";

describe("diskTrouble", () => {
  it("reports path, reason and fix, for Node's errors and for programs' messages", () => {
    const full = Object.assign(new Error("ENOSPC: no space left on device, write"), { code: "ENOSPC" });
    expect(diskTrouble("/data/x", full)?.message).toBe(
      `Can't write /data/x: the disk is full (ENOSPC). Free some space, or ${ADVICE}`,
    );
    const said = 'FATAL:  could not create lock file "postmaster.pid": Read-only file system';
    expect(diskTrouble("/data", said)?.message).toContain(
      "Can't write /data: the disk is read-only (EROFS).",
    );
    for (const full of [
      "Error [TurbopackInternalError]: Failed to write page endpoint: No space left on device (os error 28)",
      "npm warn tar TAR_ENTRY_ERROR ENOSPC: no space left on device, write",
      Object.assign(new Error("could not extend file: wrote only 4096 of 8192 bytes"), { code: "53100" }),
    ]) {
      expect(diskTrouble("/data", full)?.message).toContain("Can't write /data: the disk is full (ENOSPC).");
    }
  });

  it("leaves other errors alone", () => {
    expect(diskTrouble("/data", new Error("boom"))).toBeUndefined();
    expect(diskTrouble("/data", Object.assign(new Error("gone"), { code: "ENOENT" }))).toBeUndefined();
    expect(diskTrouble("/data", undefined)).toBeUndefined();
  });
});

function mounted(folder: string): boolean {
  try {
    execFileSync("mount", ["-t", "tmpfs", "-o", "size=100m", "tmpfs", folder], { stdio: "ignore" });
    return true;
  } catch {
    return false;
  }
}

// A separate disk needs the right to mount one. CI's root has it, a container or ordinary account may not.
const probe = mkdtempSync(join(tmpdir(), "phase-mount-"));
const mayMount = mounted(probe);
if (mayMount) execFileSync("umount", [probe]);
rmSync(probe, { recursive: true });

describe.runIf(mayMount)("on a full disk", () => {
  let disk: string;
  beforeEach(() => {
    disk = mkdtempSync(join(tmpdir(), "phase-disk-"));
    mounted(disk);
  });
  afterEach(() => {
    execFileSync("umount", ["--lazy", disk]);
    rmSync(disk, { recursive: true });
  });

  function fillBytes(): void {
    const write = () => {
      for (let file = 0; ; file++) writeFileSync(join(disk, `ballast${file}`), Buffer.alloc(4_096_000));
    };
    expect(write).toThrow("ENOSPC");
  }

  /** Also uses up the directory entry that an empty folder would need. */
  function fill(): void {
    fillBytes();
    const used = execFileSync("df", ["--output=iused", disk], { encoding: "utf8" }).split("\n")[1]?.trim();
    execFileSync("mount", ["-o", `remount,nr_inodes=${used}`, disk]);
  }

  it("a server is stopped, although no lock can be made", async () => {
    const server = await startEmbedded(join(disk, "data"), { settings: { fsync: "off" } });
    const postgres = join(disk, "data", "postgres");
    expect(existsSync(join(postgres, "postmaster.pid"))).toBe(true);
    fill();
    expect(() => mkdirSync(join(disk, "data", "another"))).toThrow("ENOSPC");
    await server.stop();
    expect(existsSync(join(postgres, "postmaster.pid"))).toBe(false);
  });

  it("a start names the file that can't be written", async () => {
    const data = join(disk, "data");
    await (await startEmbedded(data, { settings: { fsync: "off" } })).stop();
    fill();
    await expect(startEmbedded(data)).rejects.toThrow(
      `Can't write ${join(data, "postgres.lock")}: the disk is full (ENOSPC). Free some space`,
    );
    expect(() => kept(data, "another", () => "text")).toThrow("the disk is full (ENOSPC)");
    expect(readdirSync(data)).not.toContain("postgres.lock");
  });

  it("a lock that could not be written is not left behind", async () => {
    mkdirSync(join(disk, "locks"));
    fillBytes();
    await expect(withLock(join(disk, "locks", "x.lock"), () => {})).rejects.toThrow(join("x.lock", "owner"));
    expect(readdirSync(join(disk, "locks"))).toEqual([]);
  });

  describe("a first start says so in one sentence, and leaves nothing running", () => {
    let data: string;
    beforeEach(() => {
      data = join(disk, "data");
      vi.stubEnv("PHASE_DATA_DIR", data);
      // What a start fills in is removed after the test.
      for (const name of ["DATABASE_URL", "PHASE_ENCRYPTION_KEYS", "NEXTAUTH_SECRET", "NEXTAUTH_URL"])
        vi.stubEnv(name, "");
    });
    afterEach(async () => {
      expect(await runningEmbedded(data)).toBeUndefined();
      vi.unstubAllEnvs();
    });
    const told = () =>
      new RegExp(
        `^Can't write ${data}\\S*: the disk is full \\(ENOSPC\\)\\. Free some space, or .*, and start again\\.$`,
      );

    it("when the database is made", async () => {
      writeFileSync(join(disk, "ballast"), Buffer.alloc(95_000_000));
      await expect(openInstallation()).rejects.toThrow(told());
    });

    it("when the database is migrated", async () => {
      await (await openDatabase()).close();
      vi.stubEnv("DATABASE_URL", "");
      fillBytes();
      await expect(openInstallation()).rejects.toThrow(told());
    });
  });
});
