import { execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import {
  chownSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  renameSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { createInterface } from "node:readline";
import pg from "pg";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import { placeOf, processName } from "../machine/lock.mjs";
import { TYPESCRIPT } from "../programs/programs";
import { ROOT } from "../root";
import { runningEmbedded, startEmbedded } from "./embedded";
import { quickFolder } from "../testing/quick-folder";

// Each test starts servers, on machines that may be busy.
vi.setConfig({ testTimeout: 90_000 });

const settings = { fsync: "off" };
let dataDir: string;
const pidFile = () => join(dataDir, "postgres", "postmaster.pid");

// Created once, because creating a cluster is slow.
const template = join(mkdtempSync(join(quickFolder(), "phase-embedded-")), "data");
beforeAll(async () => (await startEmbedded(template, { settings })).stop());
afterAll(() => rmSync(join(template, ".."), { recursive: true }));

beforeEach(() => {
  dataDir = join(realpathSync(mkdtempSync(join(quickFolder(), "phase embedded "))), "data");
  execFileSync("cp", ["-a", template, dataDir]);
});

afterEach(async () => {
  for (const pid of serverProcesses()) kill(pid);
  await untilNoServer();
  rmSync(join(dataDir, ".."), { recursive: true });
});

/** Process IDs of servers and their back ends that use the folder. */
function serverProcesses(): number[] {
  return execFileSync("ps", ["-A", "-o", "pid=,command="], { encoding: "utf8" })
    .split("\n")
    .filter((line) => line.includes(`-D ${join(dataDir, "postgres")} `))
    .map((line) => Number(line.trim().split(" ")[0]));
}

function kill(pid: number): void {
  try {
    process.kill(pid, "SIGKILL");
  } catch {
    // It has ended in the meantime.
  }
}

async function untilNoServer(): Promise<void> {
  await vi.waitFor(() => expect(serverProcesses()).toEqual([]), { timeout: 30_000 });
}

const postmaster = () => Number(readFileSync(pidFile(), "utf8").split("\n")[0]);

async function ask(url: string, statement: string): Promise<unknown> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  const { rows } = await client.query<{ answer: unknown }>(statement);
  await client.end();
  return rows[0]?.answer;
}

async function untilAnswers(url: string): Promise<unknown> {
  return await vi.waitFor(() => ask(url, "SELECT 1 AS answer"), { timeout: 30_000 });
}

async function holder(): Promise<{ url: string; killIt: () => Promise<void>; killAll: () => Promise<void> }> {
  const program = join(ROOT, "installation/testing/hold-embedded.ts");
  const child = spawn(process.execPath, [...TYPESCRIPT, program, dataDir], {
    cwd: ROOT,
    detached: true,
    stdio: ["ignore", "pipe", "inherit"],
  });
  const failed = once(child, "exit").then(() => {
    throw new Error("The program that holds the server ended.");
  });
  const line = once(createInterface({ input: child.stdout }), "line");
  const [url] = (await Promise.race([line, failed])) as [string];
  failed.catch(() => {});
  const killIt = async () => {
    const ended = once(child, "exit");
    kill(-(child.pid ?? 0));
    await ended;
  };
  return {
    url,
    killIt,
    async killAll() {
      kill(postmaster());
      await killIt();
    },
  };
}

describe("a start after a crash", () => {
  it("finds everything that was stored after all processes were killed together, repeatedly", async () => {
    const first = await startEmbedded(dataDir, { settings });
    await ask(first.url, "CREATE TABLE kept (answer integer)");
    await first.stop();
    for (let round = 1; round <= 3; round++) {
      const { url, killAll } = await holder();
      await ask(url, `INSERT INTO kept VALUES (${round})`);
      await killAll();
      expect(existsSync(pidFile())).toBe(true);
    }
    const last = await startEmbedded(dataDir, { settings });
    expect(await ask(last.url, "SELECT count(*)::int AS answer FROM kept")).toBe(3);
    await last.stop();
    expect(serverProcesses()).toEqual([]);
  });

  it("works when PostgreSQL alone was killed", async () => {
    const first = await startEmbedded(dataDir, { settings });
    for (let round = 1; round <= 3; round++) {
      kill(postmaster());
      const next = await startEmbedded(dataDir, { settings });
      expect(await ask(next.url, "SELECT 1 AS answer")).toBe(1);
      expect(next.url).toBe(first.url);
      await next.stop();
    }
    await first.stop();
    expect(serverProcesses()).toEqual([]);
  });

  it("works when the old process's number belongs to another program now", async () => {
    const lines = [process.pid, join(dataDir, "postgres"), 1, 5432, "", "127.0.0.1", "1 1", "ready   ", ""];
    writeFileSync(pidFile(), lines.join("\n"));
    const server = await startEmbedded(dataDir, { settings });
    expect(await ask(server.url, "SELECT 1 AS answer")).toBe(1);
    await server.stop();
  });
});

describe("a server that ends while it is in use", () => {
  it("is restarted on the same port, as often as needed, until the last user releases it", async () => {
    const lines: string[] = [];
    const server = await startEmbedded(dataDir, { settings, keep: (line) => lines.push(line) });
    const beside = await startEmbedded(dataDir, { settings });
    for (let round = 1; round <= 2; round++) {
      kill(postmaster());
      expect(await untilAnswers(server.url)).toBe(1);
      expect(lines).toHaveLength(round);
    }
    await server.stop();
    expect(await ask(beside.url, "SELECT 1 AS answer")).toBe(1);
    await beside.stop();
    expect(serverProcesses()).toEqual([]);
    expect(lines[0]).toBe("The bundled PostgreSQL stopped; restarting it in 0.25 s");
  });
});

describe("a process that is killed while it uses the server", () => {
  /** Whether another process acts in the killed one's place. */
  const isBeingLeft = () =>
    execFileSync("ps", ["-A", "-o", "command="], { encoding: "utf8" })
      .split("\n")
      .some((command) => command.endsWith(`leave.ts ${dataDir}`) && !command.startsWith("sh "));

  it("stops it too, once the programs that it had started have ended", async () => {
    const { url, killIt } = await holder();
    const program = spawn("sleep", ["1000"]);
    const name = `${processName(program.pid ?? 0)}.program`;
    writeFileSync(join(dataDir, "postgres.users", name), "");
    await killIt();
    // Another process has checked who is left.
    await vi.waitFor(() => expect(readdirSync(join(dataDir, "postgres.users"))).toEqual([name]), {
      timeout: 30_000,
    });
    expect(await ask(url, "SELECT 1 AS answer FROM pg_sleep(0.3)")).toBe(1);
    program.kill();
    await untilNoServer();
    await vi.waitFor(() => expect(isBeingLeft()).toBe(false), { timeout: 30_000 });
    expect(readdirSync(join(dataDir, "postgres.users"))).toEqual([]);
  });

  it("stops it too in a copied data folder, whose original's programs keep running", async () => {
    const original = join(dataDir, "original");
    mkdirSync(original, { recursive: true });
    const program = spawn("sleep", ["1000"]);
    const { killIt } = await holder();
    const name = `${processName(program.pid ?? 0)}.program`;
    writeFileSync(join(dataDir, "postgres.users", name), placeOf(original));
    await killIt();
    await untilNoServer();
    program.kill();
  });

  it("leaves it to others who use it", async () => {
    const { url, killIt } = await holder();
    const other = await startEmbedded(dataDir, { settings });
    await killIt();
    await vi.waitFor(() => expect(readdirSync(join(dataDir, "postgres.users"))).toHaveLength(1), {
      timeout: 30_000,
    });
    await vi.waitFor(() => expect(isBeingLeft()).toBe(false), { timeout: 30_000 });
    expect(await ask(url, "SELECT 1 AS answer")).toBe(1);
    await other.stop();
    expect(serverProcesses()).toEqual([]);
  });
});

describe("runningEmbedded", () => {
  it("returns the server's location, and starts and creates nothing if none runs", async () => {
    expect(await runningEmbedded(dataDir)).toBeUndefined();
    const nowhere = join(dataDir, "nowhere");
    expect(await runningEmbedded(nowhere)).toBeUndefined();
    expect(existsSync(nowhere)).toBe(false);
    const server = await startEmbedded(dataDir, { settings });
    expect(await runningEmbedded(dataDir)).toBe(server.programUrl);
    await server.stop();
    expect(await runningEmbedded(dataDir)).toBeUndefined();
    const again = await startEmbedded(dataDir, { settings });
    kill(postmaster());
    await untilNoServer();
    expect(await runningEmbedded(dataDir)).toBeUndefined();
    expect(serverProcesses()).toEqual([]);
    await again.stop();
  });
});

describe("a folder", () => {
  it("may be renamed while its server runs", async () => {
    const server = await startEmbedded(dataDir, { settings });
    const moved = join(dataDir, "..", "moved");
    renameSync(dataDir, moved);
    const joined = await startEmbedded(moved, { settings });
    expect(joined.owned).toBe(false);
    await joined.stop();
    renameSync(moved, dataDir);
    await server.stop();
    expect(serverProcesses()).toEqual([]);
  });

  it("of another major version is refused unchanged", async () => {
    writeFileSync(join(dataDir, "postgres", "PG_VERSION"), "17\n");
    await expect(startEmbedded(dataDir, { settings })).rejects.toThrow(
      /^PostgreSQL 17 created the database in .+, and this version of Phase includes PostgreSQL 18\. Nothing was changed\. .*docs\/upgrade\.md/,
    );
    expect(serverProcesses()).toEqual([]);
  });

  it.runIf(process.getuid?.() === 0)("of another account is left to that account", async () => {
    chownSync(join(dataDir, "postgres"), 65_533, 65_533);
    await expect(startEmbedded(dataDir, { settings })).rejects.toThrow(
      /^The database in .+ belongs to the account 65533, but this start would run it as \w+\. Start Phase as 65533, or run as root: chown/,
    );
    expect(serverProcesses()).toEqual([]);
  });

  it("without its password is not treated as a new one", async () => {
    rmSync(join(dataDir, "postgres.json"));
    await expect(startEmbedded(dataDir, { settings })).rejects.toThrow("Restore it from a backup.");
    writeFileSync(join(dataDir, "postgres.json"), "");
    await expect(startEmbedded(dataDir, { settings })).rejects.toThrow("is damaged");
    expect(existsSync(join(dataDir, "postgres", "PG_VERSION"))).toBe(true);
  });
});

it.runIf(process.platform === "linux")("a server needs no /dev/shm", async () => {
  const server = await startEmbedded(dataDir, { settings });
  expect(await ask(server.url, "SELECT current_setting('dynamic_shared_memory_type') AS answer")).toBe(
    "sysv",
  );
  await server.stop();
});

describe("a start that fails", () => {
  it("leaves no server behind", async () => {
    const access = JSON.parse(readFileSync(join(dataDir, "postgres.json"), "utf8")) as object;
    writeFileSync(join(dataDir, "postgres.json"), JSON.stringify({ ...access, password: "another" }));
    await expect(startEmbedded(dataDir, { settings })).rejects.toThrow("password");
    expect(serverProcesses()).toEqual([]);
  });
});
