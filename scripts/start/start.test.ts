import { execFile } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, it, vi } from "vitest";
import { TYPESCRIPT } from "@/installation/programs/programs";
import { ROOT } from "@/installation/root";

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
      `Port ${port} of 127.0.0.1 is taken by another program. Stop that one, or set PORT to another port.\n`,
    );
    expect(code).toBe(1);
    expect(existsSync(dataDir)).toBe(false);
    other.close();
    rmSync(folder, { recursive: true });
  },
);
