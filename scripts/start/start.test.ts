import { execFile, spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { TYPESCRIPT } from "@/installation/programs/programs";
import { ROOT } from "@/installation/root";
import { descendants, stillRunning } from "@/installation/testing/process-tree";
import { quickFolder } from "@/installation/testing/quick-folder";

vi.setConfig({ testTimeout: 60_000 });

function outcome(command: string, env: Record<string, string>): Promise<{ code: unknown; stderr: string }> {
  return new Promise((done) => {
    const args = [...TYPESCRIPT, join(ROOT, "scripts/start", `${command}.ts`)];
    execFile(process.execPath, args, { cwd: ROOT, env: { ...process.env, ...env } }, (error, _, stderr) =>
      done({ code: error?.code ?? 0, stderr }),
    );
  });
}

it.concurrent.each(["start", "web", "demo"])(
  "%s leaves nothing behind when another program has its port",
  async (command) => {
    const folder = mkdtempSync(join(tmpdir(), "phase-start-"));
    const other = createServer().listen(0, "127.0.0.1");
    await once(other, "listening");
    const { port } = other.address() as AddressInfo;
    const dataDir = join(folder, "data");
    const env = { PORT: String(port), HOST: "127.0.0.1", PHASE_DATA_DIR: dataDir, DATABASE_URL: "" };
    const { code, stderr } = await outcome(command, env);
    expect(stderr).toBe(
      `Another program uses port ${port} of 127.0.0.1. Stop it, or set PORT to another port.\n`,
    );
    expect(code).toBe(1);
    expect(existsSync(dataDir)).toBe(false);
    other.close();
    rmSync(folder, { recursive: true });
  },
);

describe("npm run worker, with the bundled PostgreSQL", () => {
  let folder: string;
  const dataDir = () => join(folder, "data");
  beforeEach(() => {
    folder = mkdtempSync(join(quickFolder(), "phase-worker-"));
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  const environment = () => ({
    ...process.env,
    PHASE_DATA_DIR: dataDir(),
    DATABASE_URL: "",
    LOG_LEVEL: "info",
  });

  /** Nothing of it: no program, and no server. */
  async function untilGone(programs: number[]): Promise<void> {
    const server = readFileSync(join(dataDir(), "postgres/postmaster.pid"), "utf8").split("\n")[0];
    await vi.waitFor(() => expect(stillRunning([...programs, Number(server)])).toEqual([]), {
      timeout: 30_000,
    });
  }

  it("ends with everything it has started when npm is killed", async () => {
    const npm = spawn("npm", ["run", "worker"], {
      cwd: ROOT,
      env: environment(),
      stdio: ["ignore", "pipe", "inherit"],
    });
    for await (const line of createInterface(npm.stdout)) if (line.includes("Worker ready")) break;
    const programs = descendants(npm.pid ?? 0);
    npm.kill("SIGKILL");
    await untilGone(programs);
  });

  it("ends with everything it has started when nobody reads its output", async () => {
    const npm = spawn("npm", ["run", "worker"], {
      cwd: ROOT,
      env: environment(),
      stdio: ["ignore", "pipe", "inherit"],
    });
    // Like `head -1`, which reads npm's own first line.
    await once(npm.stdout, "data");
    npm.stdout.destroy();
    expect(await once(npm, "exit")).toEqual([0, null]);
    expect(existsSync(join(dataDir(), "postgres/PG_VERSION"))).toBe(true);
    expect(existsSync(join(dataDir(), "postgres/postmaster.pid"))).toBe(false);
  });
});
