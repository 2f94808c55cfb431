import { once } from "node:events";
import { mkdtemp, readdir, readFile, rm, stat } from "node:fs/promises";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { CliProcess, runCli } from "../testing/cli-process";
import { ENVIRONMENT_ID, FakeServer, failure, TOKEN } from "../testing/fake-server";
import { writeFallbackFile } from "./fallback-file";

const SHOW = [process.execPath, "-p", "process.env.API_KEY"];
const SERVICE = `process.stdout.write("value=" + process.env.API_KEY + ";"); setInterval(() => {}, 1000)`;
const DAY_SECONDS = 86_400;

let server: FakeServer;
let folder: string;
let file: string;
const cleanUp: (() => unknown)[] = [];
beforeEach(async () => {
  server = await new FakeServer().start();
  server.values = { API_KEY: "sk-kept" };
  folder = await mkdtemp(join(tmpdir(), "phase-fallback-"));
  file = join(folder, "kept");
});
afterEach(async () => {
  for (const step of cleanUp.splice(0)) await step();
  await server.stop();
  await rm(folder, { recursive: true });
});

const start = (...options: string[]) =>
  runCli(["run", "--env", "shop/Production", "--fallback", file, ...options, "--", ...SHOW], {
    host: server.url,
  });
const withoutWaiting = (...options: string[]) => start("--wait-for", "0", ...options);
const isThere = async () => (await readdir(folder)).includes("kept");

/** In place of the server, on its port. */
async function listenInstead(onSocket: (socket: import("node:net").Socket) => void): Promise<void> {
  const { port } = new URL(server.url);
  await server.stop();
  const sockets = new Set<import("node:net").Socket>();
  const other = createServer((socket) => {
    sockets.add(socket.on("error", () => {}));
    onSocket(socket);
  });
  other.listen(Number(port), "127.0.0.1");
  await once(other, "listening");
  cleanUp.push(() => {
    for (const socket of sockets) socket.destroy();
    other.close();
  });
}

describe("the command starts with the last response", () => {
  const kept = { code: 0, stdout: "sk-kept\n" };

  test("while nobody listens, with its age on standard error, from a file that reveals nothing", async () => {
    expect(await start()).toEqual({ ...kept, stderr: "" });
    expect((await stat(file)).mode & 0o777).toBe(0o600);
    const text = await readFile(file, "utf8");
    for (const secret of ["sk-kept", "API_KEY", TOKEN, ENVIRONMENT_ID]) expect(text).not.toContain(secret);
    await server.stop();
    const started = await start();
    expect(started).toMatchObject(kept);
    expect(started.stderr).toMatch(
      /connection refused.*\nUsing the values of 0 minutes ago from the fallback file .+, which is good until \d{4}-/,
    );
    expect(await readdir(folder)).toEqual(["kept"]);
  });

  test("while the server is stopped, so that connections open and nobody answers", async () => {
    await start();
    await listenInstead(() => {});
    const started = await start("--wait-for", "1");
    expect(started).toMatchObject(kept);
    expect(started.stderr).toContain("no response in time");
  });

  test("while the connection breaks in the middle of a response", async () => {
    await start();
    await listenInstead((socket) => {
      socket.once("data", () => socket.end('HTTP/1.1 200 OK\r\ncontent-length: 900\r\n\r\n{"apps":['));
    });
    expect(await withoutWaiting()).toMatchObject(kept);
  });

  test.each([200, 401, 403, 404, 502])("while a proxy sends its own page with %i", async (status) => {
    await start();
    server.next.push({ status, body: "<html>Sign in to the network</html>" });
    expect(await withoutWaiting()).toMatchObject(kept);
    expect(await isThere()).toBe(true);
  });

  test("while a portal sends it elsewhere", async () => {
    await start();
    server.next.push({ status: 302, headers: { location: "https://portal.example/" } });
    expect(await withoutWaiting()).toMatchObject(kept);
  });

  test("while Phase itself is in trouble", async () => {
    await start();
    server.next.push(failure(503, "Phase can't reach the database."));
    expect(await withoutWaiting()).toMatchObject(kept);
  });

  test.each([
    { trouble: "its name is unknown", host: "http://phase.invalid", says: "unknown host" },
    { trouble: "TLS fails", host: "https://127.0.0.1", says: "Nothing answers" },
  ])("while $trouble", async ({ host, says }) => {
    const at = host.startsWith("https") ? `${host}:${new URL(server.url).port}` : host;
    const now = Date.now();
    const values = { API_KEY: "sk-kept" };
    const answer = {
      readAt: now,
      goodUntil: now + 60_000,
      environmentId: ENVIRONMENT_ID,
      etag: null,
      values,
    };
    await writeFallbackFile(file, { token: TOKEN, host: at, environment: "shop/Production" }, answer);
    const options = ["--host", at, "--insecure", "--env", "shop/Production", "--fallback", file];
    const started = await runCli(["run", ...options, "--wait-for", "0", "--", ...SHOW]);
    expect(started).toMatchObject(kept);
    expect(started.stderr).toContain(says);
  });

  test("and is in the user's state folder unless a file is named", async () => {
    const phase = () =>
      runCli(["run", "--wait-for", "0", "--", ...SHOW], {
        host: server.url,
        env: { XDG_STATE_HOME: folder },
      });
    await phase();
    const names = await readdir(join(folder, "phase", "fallback"));
    expect(names).toEqual([expect.stringMatching(/^[0-9a-f]{32}\.sealed$/)]);
    expect((await stat(join(folder, "phase", "fallback"))).mode & 0o777).toBe(0o700);
    await server.stop();
    expect(await phase()).toMatchObject(kept);
  });
});

describe("the last response is not used", () => {
  const SAYS_NO = [
    { status: 401, answer: failure(401, "Sign in.") },
    { status: 403, answer: failure(403, "It needs secrets:read.") },
    { status: 404, answer: failure(404, "Environment not found.") },
  ];
  test.each(SAYS_NO)("after Phase's own $status, which deletes it", async ({ answer }) => {
    await start();
    server.next.push(answer);
    expect(await start()).toMatchObject({ code: 1, stdout: "" });
    expect(await isThere()).toBe(false);
  });

  test("if the token can no longer see the environment", async () => {
    await start();
    server.apps = [];
    expect(await start()).toMatchObject({ code: 1, stdout: "" });
    expect(await isThere()).toBe(false);
  });

  test("nor touched under --fallback-readonly", async () => {
    await start();
    const before = await readFile(file, "utf8");
    server.values = { API_KEY: "sk-new" };
    expect((await start("--fallback-readonly")).stdout).toBe("sk-new\n");
    server.next.push(failure(401, "Sign in."));
    expect((await start("--fallback-readonly")).code).toBe(1);
    expect(await readFile(file, "utf8")).toBe(before);
    await server.stop();
    expect((await withoutWaiting("--fallback-readonly")).stdout).toBe("sk-kept\n");
  });

  test("nor written under --no-fallback", async () => {
    const args = ["run", "--no-fallback", "--wait-for", "0", "--", ...SHOW];
    const phase = () => runCli(args, { host: server.url, env: { XDG_STATE_HOME: folder } });
    expect((await phase()).code).toBe(0);
    expect(await readdir(folder)).toEqual([]);
    await server.stop();
    expect((await phase()).code).toBe(1);
  });

  test("once its keys may be revoked, and is not saved if they may be immediately", async () => {
    server.goodForSeconds = 0;
    await start();
    expect(await isThere()).toBe(false);
    const asked = { token: TOKEN, host: server.url, environment: "shop/Production" };
    const now = Date.now();
    const answer = { environmentId: ENVIRONMENT_ID, etag: null, values: { API_KEY: "sk-old" } };
    await server.stop();
    for (const [readAt, goodUntil, says] of [
      [now - 60_000, now - 1, "its keys may be revoked by now"],
      [now - 15 * DAY_SECONDS * 1000, now + 60_000, "its keys may be revoked by now"],
      [now + 600_000, now + 900_000, "this machine's clock is behind"],
    ] as const) {
      await writeFallbackFile(file, asked, { ...answer, readAt, goodUntil });
      const started = await withoutWaiting();
      expect(started).toMatchObject({ code: 1, stdout: "" });
      expect(started.stderr).toContain(says);
    }
  });
});

test("is good for the time that the server says, at most two weeks", async () => {
  const goodUntil = async (seconds: number | null) => {
    server.goodForSeconds = seconds;
    await server.start();
    await start();
    await server.stop();
    const [, until = ""] = /good until (\S+)\.\n/.exec((await withoutWaiting()).stderr) ?? [];
    return (Date.parse(until) - Date.now()) / 1000;
  };
  await server.stop();
  for (const [said, expected] of [
    [3_600, 3_600],
    [90 * DAY_SECONDS, 14 * DAY_SECONDS],
    [null, 14 * DAY_SECONDS],
  ] as const) {
    const seconds = await goodUntil(said);
    expect(seconds).toBeLessThanOrEqual(expected);
    expect(seconds).toBeGreaterThan(expected - 120);
  }
});

test("a file that can't be written is reported, and stops nothing", async () => {
  const at = join(process.execPath, "kept");
  const args = ["run", "--fallback", at, "--", ...SHOW];
  const started = await runCli(args, { host: server.url });
  expect(started).toMatchObject({ code: 0, stdout: "sk-kept\n" });
  expect(started.stderr).toContain(`The fallback file ${at} can't be written (`);
});

describe("--watch", () => {
  function watch(): CliProcess {
    const options = ["--env", "shop/Production", "--fallback", file, "--wait-for", "0", "--poll", "0.05"];
    const args = ["run", "--watch", ...options, "--", process.execPath, "-e", SERVICE];
    const cli = new CliProcess(args, { host: server.url });
    cleanUp.push(async () => {
      cli.process.kill("SIGTERM");
      await cli.ended;
    });
    return cli;
  }

  test("starts with the saved values, and switches to Phase as soon as it is back", async () => {
    await start();
    await server.stop();
    const cli = watch();
    await cli.prints("value=sk-kept;");
    expect(cli.stderr).toContain("Using the values of");
    server.change({ API_KEY: "sk-live" });
    await server.start();
    await cli.prints("value=sk-live;");
    await server.stop();
    expect((await withoutWaiting()).stdout).toBe("sk-live\n");
  });

  test("forgets the saved values once Phase refuses", async () => {
    const cli = watch();
    await cli.prints("value=sk-kept;");
    expect(await isThere()).toBe(true);
    server.hasStream = false;
    server.endStreams();
    server.next.push(...Array.from({ length: 4 }, () => failure(401, "Sign in.")));
    await cli.prints("The command keeps the values it has.", "stderr");
    await cli.prints("The server is responding again", "stderr");
    expect(cli.stdout).toBe("value=sk-kept;");
  });
});
