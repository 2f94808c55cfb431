import { execFileSync } from "node:child_process";
import { mkdtemp, readFile, rm, stat } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { runCli } from "@/cli/testing/cli-process";
import { ENVIRONMENT_ID, FakeServer, failure, TOKEN } from "@/cli/testing/fake-server";
import { ROOT } from "@/installation/root";
import { buildNodeClient } from "./node/build.mjs";
import { Driver } from "./testing/driver";
import { Provider } from "./testing/provider";

// Each test starts a process or two, on machines that may be busy.
vi.setConfig({ testTimeout: 90_000 });

const ROTATIONS = 100;
const WORKERS = 4;

const built = await mkdtemp(join(tmpdir(), "phase-node-client-"));
await buildNodeClient(built);
afterAll(() => rm(built, { recursive: true }));

const ESM = join(built, "esm/index.js");
const NODE = {
  name: "Node",
  command: [process.execPath, join(ROOT, "clients/testing/node_driver.mjs"), ESM],
};
const PYTHON = { name: "Python", command: ["python3", join(ROOT, "clients/testing/python_driver.py")] };
const hasPython = canRun("python3");
const CLIENTS = hasPython ? [NODE, PYTHON] : [NODE];

function canRun(program: string): boolean {
  try {
    execFileSync(program, ["--version"], { stdio: "ignore" });
    return true;
  } catch {
    return false;
  }
}

let server: FakeServer;
let folder: string;
let driver: Driver;

beforeEach(async () => {
  server = await new FakeServer().start();
  server.values = { API_KEY: "one", OTHER: "x" };
  folder = await mkdtemp(join(tmpdir(), "phase-client-"));
});
afterEach(async () => {
  await driver.stop();
  await server.stop();
  await rm(folder, { recursive: true });
});

const start = (command: readonly string[]) =>
  (driver = new Driver(command, {
    PYTHONPATH: join(ROOT, "clients/python"),
    PYTHONDONTWRITEBYTECODE: "1",
    XDG_STATE_HOME: folder,
  }));
const opened = async (options: Record<string, unknown> = {}) =>
  await driver.ask("open", {
    host: server.url,
    token: TOKEN,
    environment: "shop/Production",
    pollSeconds: 0.05,
    fallback: false,
    ...options,
  });
const get = async (key = "API_KEY") => await driver.ask("get", { key });
const reads = () => server.requests.filter(({ path }) => path.endsWith("/secrets"));

test(`the cases run against ${CLIENTS.map(({ name }) => name).join(" and ")}${hasPython ? "" : ": there is no python3 on this machine"}`, () => {
  driver = new Driver(NODE.command, {});
  expect(CLIENTS.length).toBeGreaterThan(0);
});

describe.each(CLIENTS)("the client for $name", ({ command }) => {
  beforeEach(() => {
    start(command);
  });

  test("fifty concurrent callers cause one read, and later ones none", async () => {
    await opened({ environment: ENVIRONMENT_ID });
    const values = await driver.ask("getMany", { key: "API_KEY", times: 50 });
    expect(values).toEqual(Array.from({ length: 50 }, () => "one"));
    expect(await get("OTHER")).toBe("x");
    // A stream's first event may cause one more request.
    expect(reads().length).toBeLessThanOrEqual(2);
    expect(reads()[0]?.headers.authorization).toBe(`Bearer ${TOKEN}`);
  });

  test("a change arrives over the stream, and is called back with its keys", async () => {
    await opened();
    await get();
    server.change({ API_KEY: "two", OTHER: "x" });
    expect(await driver.nextChange()).toEqual(["API_KEY"]);
    expect(await get()).toBe("two");
  });

  test("without a stream it polls, and learns that nothing has changed", async () => {
    server.hasStream = false;
    await opened();
    await get();
    const asked = new Promise<void>((resolve) => {
      server.on("request", () => {
        if (reads().filter(({ headers }) => headers["if-none-match"] === '"v0"').length > 1) resolve();
      });
    });
    await asked;
    server.change({ API_KEY: "two" });
    expect(await driver.nextChange()).toEqual(["API_KEY", "OTHER"]);
    expect(await driver.ask("counters")).toMatchObject({ changes: 1, failures: 0 });
  });

  test("while Phase is away the last values stay, and updates follow when it is back", async () => {
    await opened();
    await get();
    await server.stop();
    expect(await get()).toBe("one");
    server.values = { API_KEY: "two", OTHER: "x" };
    server.touch();
    await server.start();
    expect(await driver.nextChange()).toEqual(["API_KEY"]);
    expect(await get()).toBe("two");
  });

  test("a start retries while Phase is away, including behind a proxy's page", async () => {
    const page = { status: 200, body: "<html>" };
    server.next.push(failure(503, "Starting."), page, { status: 401, body: "<html>Sign in</html>" });
    await opened();
    expect(await get()).toBe("one");
  });

  test("a refusal is reported immediately, and a failed start is forgotten", async () => {
    server.next.push(failure(403, "It needs secrets:read."));
    await opened();
    await expect(get()).rejects.toMatchObject({
      kind: "no",
      message: "Phase returned 403: It needs secrets:read.",
    });
    expect(await get()).toBe("one");
  });

  test("the token is sent unencrypted only to this machine, unless allowed", async () => {
    const host = "http://phase.example.com:8080";
    await expect(opened({ host })).rejects.toThrow(`${host} is plain http`);
    await opened({ host, insecure: true });
    for (const local of [
      "http://localhost:3000/",
      "http://127.0.0.2",
      "http://[::1]:3000",
      "https://phase.example.com",
    ])
      await opened({ host: local });
    for (const none of [
      "phase.example.com",
      "ftp://phase.example.com",
      "https://me@phase.example.com",
      "https://[::1",
    ])
      await expect(opened({ host: none })).rejects.toThrow("`host` must be the server's URL");
  });

  test("a missing key is named", async () => {
    await opened();
    await expect(get("constructor")).rejects.toMatchObject({
      kind: "no",
      message: "The environment has no secret named constructor.",
    });
  });

  test("an unknown environment is answered with the existing ones", async () => {
    await opened({ environment: "shop/Staging" });
    await expect(get()).rejects.toMatchObject({
      message: 'No environment "shop/Staging". The token sees: shop/Production.',
    });
  });

  test("a refused key is looked up once, however many ask, and not if it is no longer current", async () => {
    server.hasStream = false;
    await opened({ pollSeconds: 3_600 });
    await get();
    server.change({ API_KEY: "two" });
    const before = reads().length;
    const next = await Promise.all(
      Array.from({ length: 20 }, async () => await driver.ask("refresh", { key: "API_KEY", refused: "one" })),
    );
    expect(new Set(next)).toEqual(new Set(["two"]));
    expect(reads().length).toBe(before + 1);
    expect(await driver.ask("refresh", { key: "API_KEY", refused: "one" })).toBe("two");
    expect(reads().length).toBe(before + 1);
  });

  test("a refused call is repeated with the next key, and a lasting refusal is returned", async () => {
    const provider = await new Provider().start();
    server.hasStream = false;
    await opened({ pollSeconds: 3_600 });
    await get();
    provider.accepted = new Set(["two"]);
    server.change({ API_KEY: "two" });
    expect(await driver.ask("call", { key: "API_KEY", url: provider.url })).toBe(200);
    provider.accepted = new Set();
    expect(await driver.ask("call", { key: "API_KEY", url: provider.url })).toBe(401);
    // The next key may be gone as well.
    provider.accepted = new Set(["four"]);
    server.change({ API_KEY: "three" });
    const called = driver.ask("call", { key: "API_KEY", url: provider.url });
    await provider.isUsed("three");
    server.change({ API_KEY: "four" });
    expect(await called).toBe(200);
    provider.stop();
  });

  test("starts with the file of phase run while Phase is away, and phase run with the client's", async () => {
    const run = (...args: string[]) =>
      runCli(
        ["run", "--env", "shop/Production", ...args, "--", process.execPath, "-p", "process.env.API_KEY"],
        {
          host: server.url,
          env: { XDG_STATE_HOME: folder },
        },
      );
    expect((await run()).stdout).toBe("one\n");
    await server.stop();
    await opened({ fallback: undefined, waitForSeconds: 0 });
    expect(await get()).toBe("one");
    expect(await driver.ask("counters")).toMatchObject({ fallback_starts: 1 });
    // The other way round.
    server.values = { API_KEY: "two ü", OTHER: "x".repeat(1_000) };
    server.touch();
    await server.start();
    expect(await driver.nextChange()).toEqual(["API_KEY", "OTHER"]);
    await driver.stop();
    await server.stop();
    expect((await run("--fallback-readonly", "--wait-for", "0")).stdout).toBe("two ü\n");
  });

  test("its file is closed to others, contains no plain value, and is deleted by a refusal", async () => {
    const path = join(folder, "kept", "values.sealed");
    await opened({ fallback: path });
    await get();
    await driver.ask("refresh", { key: "API_KEY", refused: "one" });
    expect((await stat(path)).mode & 0o777).toBe(0o600);
    expect(await readFile(path, "utf8")).not.toContain("one");
    server.hasStream = false;
    server.endStreams();
    server.next.push(...Array.from({ length: 5 }, () => failure(403, "Not yours.")));
    await driver.ask("refresh", { key: "API_KEY", refused: "one" });
    await expect(stat(path)).rejects.toThrow("ENOENT");
    expect(await get()).toBe("one");
  });

  test("keys that a rotation revokes immediately are not saved", async () => {
    const path = join(folder, "values.sealed");
    server.goodForSeconds = 0;
    await opened({ fallback: path });
    await get();
    await expect(stat(path)).rejects.toThrow("ENOENT");
  });

  test(`${ROTATIONS} rotations and a break-glass under load refuse no call`, async () => {
    const provider = await new Provider().start();
    provider.accepted = new Set(["key-0"]);
    server.values = { API_KEY: "key-0" };
    await opened();
    await get();
    await driver.ask("startLoad", { key: "API_KEY", url: provider.url, workers: WORKERS });
    for (let rotation = 1; rotation <= ROTATIONS; rotation++) {
      // The previous key keeps working until nobody uses it.
      provider.accepted.add(`key-${rotation}`);
      server.change({ API_KEY: `key-${rotation}` });
      await provider.isUsed(`key-${rotation}`);
    }
    // Break-glass: the previous keys no longer work before anyone can learn of the next.
    provider.accepted = new Set(["glass"]);
    server.change({ API_KEY: "glass" });
    await provider.isUsed("glass");
    const { calls, refused } = (await driver.ask("endLoad")) as { calls: number; refused: number };
    expect(refused).toBe(0);
    expect(calls).toBeGreaterThan(ROTATIONS);
    provider.stop();
  });
});

describe.runIf(hasPython)("the package for Python", () => {
  test("httpx repeats a refused request with the next key", async () => {
    const provider = await new Provider().start();
    start(PYTHON.command);
    server.hasStream = false;
    await opened({ pollSeconds: 3_600 });
    await get();
    provider.accepted = new Set(["two"]);
    server.change({ API_KEY: "two" });
    expect(await driver.ask("callWithHttpx", { key: "API_KEY", url: provider.url })).toBe(200);
    provider.stop();
  });
});
