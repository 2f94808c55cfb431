import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { SettingsError } from "@/lib/settings/env";
import { readSettings } from "./complete-settings";

const key = `k1:${Buffer.alloc(32, 7).toString("base64")}`;
let parent: string;
let dataDir: string;

beforeEach(() => {
  parent = mkdtempSync(join(tmpdir(), "phase-settings-"));
  dataDir = join(parent, "data");
});

afterEach(() => rmSync(parent, { recursive: true }));

const mode = (path: string) => (statSync(path).mode & 0o777).toString(8);

function messageFor(source: Record<string, string>): string {
  try {
    readSettings(source);
  } catch (error) {
    if (error instanceof SettingsError) return error.message;
    throw error;
  }
  throw new Error("was accepted");
}

describe("readSettings", () => {
  it("generates the keys once, for the owner's eyes only", () => {
    const first = readSettings({ PHASE_DATA_DIR: dataDir });
    const second = readSettings({ PHASE_DATA_DIR: dataDir });
    expect(first.isEmbedded).toBe(true);
    expect(first.env.encryptionKeys).toHaveLength(1);
    expect(second.variables).toEqual(first.variables);
    expect(mode(dataDir)).toBe("700");
    expect(mode(join(dataDir, "encryption-keys"))).toBe("600");
    expect(mode(join(dataDir, "nextauth-secret"))).toBe("600");
  });

  it("closes an existing empty folder, and leaves a used one unchanged", () => {
    mkdirSync(dataDir, { mode: 0o755 });
    readSettings({ PHASE_DATA_DIR: dataDir });
    expect(mode(dataDir)).toBe("700");

    const shared = join(parent, "shared");
    mkdirSync(shared, { mode: 0o755 });
    writeFileSync(join(shared, "other"), "");
    readSettings({ PHASE_DATA_DIR: shared });
    expect(mode(shared)).toBe("755");
  });

  it("prefers what is set to what is kept", () => {
    const { env } = readSettings({
      PHASE_DATA_DIR: dataDir,
      PHASE_ENCRYPTION_KEYS: key,
      NEXTAUTH_SECRET: "n".repeat(40),
    });
    expect(env.encryptionKeys.map(({ id }) => id)).toEqual(["k1"]);
    expect(env.nextAuthSecret).toBe("n".repeat(40));
    expect(existsSync(join(dataDir, "encryption-keys"))).toBe(false);
  });

  it("never generates a key for an external database", () => {
    const message = messageFor({
      PHASE_DATA_DIR: dataDir,
      DATABASE_URL: "postgresql://u:p@db.example/phase",
    });
    expect(message).toContain("PHASE_ENCRYPTION_KEYS is missing");
    expect(existsSync(join(dataDir, "encryption-keys"))).toBe(false);
  });

  it("accepts an external database together with its key", () => {
    const url = "postgresql://u:p@db.example/phase";
    const settings = readSettings({ PHASE_DATA_DIR: dataDir, DATABASE_URL: url, PHASE_ENCRYPTION_KEYS: key });
    expect(settings.isEmbedded).toBe(false);
    expect(settings.env.databaseUrl).toBe(url);
  });

  it("refuses to continue with new keys if those of the bundled database are gone", () => {
    mkdirSync(join(dataDir, "postgres"), { recursive: true });
    writeFileSync(join(dataDir, "postgres", "PG_VERSION"), "18\n");
    expect(messageFor({ PHASE_DATA_DIR: dataDir })).toContain("encryption-keys from a backup");
    expect(readSettings({ PHASE_DATA_DIR: dataDir, PHASE_ENCRYPTION_KEYS: key }).isEmbedded).toBe(true);
  });

  it("names the folder setting if the folder can't be used", () => {
    const file = join(parent, "file");
    writeFileSync(file, "");
    expect(messageFor({ PHASE_DATA_DIR: file })).toContain("PHASE_DATA_DIR must be a folder");
  });

  it("repeats no stored secret in a message", () => {
    const message = messageFor({ PHASE_DATA_DIR: dataDir, PORT: "none" });
    expect(message).toContain("PORT must be");
    expect(message).not.toContain(readFileSync(join(dataDir, "nextauth-secret"), "utf8").trim());
  });

  it.each([
    [{}, "http://localhost:3000/"],
    [{ PORT: "4000" }, "http://localhost:4000/"],
    [{ HOST: "0.0.0.0", PORT: "80" }, "http://localhost/"],
    [{ HOST: "console.example" }, "http://console.example:3000/"],
    [{ HOST: "::1" }, "http://[::1]:3000/"],
    [{ NEXTAUTH_URL: "https://phase.example", PORT: "4000" }, "https://phase.example/"],
    [{ NEXTAUTH_URL: " ", HOST: "" }, "http://localhost:3000/"],
  ])("%o is opened at %s", (source, url) => {
    expect(readSettings({ PHASE_DATA_DIR: dataDir, ...source }).env.nextAuthUrl.href).toBe(url);
  });
});
