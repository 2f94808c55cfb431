import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { parseEnv } from "@/lib/settings/env";
import { isPortFree } from "../machine/ports";
import { claimPort, webProgram } from "./programs";
import { firstFreePort } from "../fresh/simulated";

const MINIMAL = {
  DATABASE_URL: "postgresql://u:p@localhost:5432/db",
  PHASE_ENCRYPTION_KEYS: `k1:${Buffer.alloc(32, 7).toString("base64")}`,
  NEXTAUTH_SECRET: "s".repeat(32),
  NEXTAUTH_URL: "http://localhost:3000",
};
const HOST = "127.0.0.1";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "phase-programs-"));
});
afterEach(() => rmSync(folder, { recursive: true }));

it("the web reads no file of settings itself", () => {
  for (const name of [".env", ".env.local", ".env.production", ".env.production.local"]) {
    writeFileSync(join(folder, name), "LOG_LEVEL=from-a-file\n");
  }
  const nextEnv = createRequire(createRequire(import.meta.url).resolve("next")).resolve("@next/env");
  const read = (env: Record<string, string>) =>
    execFileSync(
      process.execPath,
      ["-p", `require(${JSON.stringify(nextEnv)}).loadEnvConfig(".", false); process.env.LOG_LEVEL`],
      { cwd: folder, env: { NODE_ENV: "production", ...env }, encoding: "utf8" },
    ).trim();
  expect(read({})).toContain("from-a-file");
  expect(read({ ...webProgram(parseEnv(MINIMAL)).env, LOG_LEVEL: "warn" })).toBe("warn");
  expect(read({ ...webProgram(parseEnv(MINIMAL)).env })).toBe("undefined");
});

it("a port is kept from the moment it was found free until the web starts", async () => {
  // The test's ports are known to be taken.
  vi.spyOn(console, "error").mockReturnValue();
  const port = await firstFreePort();
  expect(await isPortFree(port, HOST)).toBe(false);
  const env = parseEnv({ ...MINIMAL, HOST, PORT: String(port) });
  await claimPort(env);
  expect(await isPortFree(port, HOST)).toBe(false);
  webProgram(env).beforeStart?.();
  expect(await isPortFree(port, HOST)).toBe(true);
});

it.each(["192.0.2.1", "nowhere.invalid"])("an address of another machine is recognised: %s", async (host) => {
  const env = parseEnv({ ...MINIMAL, HOST: host });
  await expect(claimPort(env)).rejects.toThrow(
    /^This machine can't listen on \S+ \([A-Z_]+\)\. Set HOST to one of this machine's IP addresses, or/,
  );
});
