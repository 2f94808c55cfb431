import { once } from "node:events";
import { mkdtemp, readFile, rm, stat } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { CliProcess, ON_NODE_20, runCli } from "./testing/cli-process";
import { ENVIRONMENT_ID, FakeServer, failure, TOKEN } from "./testing/fake-server";

const NODE = process.execPath;
/** Prints its value, then runs until asked to end. */
const SERVICE = `process.stdout.write("value=" + process.env.API_KEY + ";"); setInterval(() => {}, 1000)`;
const POLITE = `process.on("SIGTERM", () => { process.stdout.write("bye;"); process.exit(0) }); ${SERVICE}`;
const STUBBORN = `process.on("SIGTERM", () => process.stdout.write("no;")); ${SERVICE}`;
const RELOADING = `process.on("SIGHUP", () => process.stdout.write("reload;")); ${SERVICE}`;

let server: FakeServer;
let folder: string;
const started: CliProcess[] = [];

beforeEach(async () => {
  server = await new FakeServer().start();
  server.values = { API_KEY: "one" };
  folder = await mkdtemp(join(tmpdir(), "phase-cli-"));
});
afterEach(async () => {
  for (const cli of started.splice(0)) {
    if (cli.process.exitCode === null && cli.process.signalCode === null) cli.process.kill("SIGTERM");
    await cli.ended;
  }
  await server.stop();
  await rm(folder, { recursive: true });
});

function phaseRun(args: string[], env: Record<string, string> = {}): CliProcess {
  const cli = new CliProcess(["run", ...args], { host: server.url, env });
  started.push(cli);
  return cli;
}

function watched(script: string, ...options: string[]): CliProcess {
  return phaseRun([
    "--env",
    "shop/Production",
    "--watch",
    "--poll",
    "0.05",
    ...options,
    "--",
    NODE,
    "-e",
    script,
  ]);
}

test("the command gets the values, its surrounding environment and its arguments, but no token", async () => {
  server.values = { API_KEY: "sk-1", PATH_LIKE: "a b\nc'd" };
  const script = `process.stdout.write(JSON.stringify({ env: process.env, args: process.argv.slice(1) }))`;
  const cli = phaseRun(["--env", ENVIRONMENT_ID, "--", NODE, "-e", script, "--", "--watch", "-x"], {
    AROUND: "yes",
  });
  expect(await cli.ended).toEqual([0, null]);
  const seen = JSON.parse(cli.stdout) as { env: Record<string, string>; args: string[] };
  expect(seen.env).toMatchObject({ API_KEY: "sk-1", PATH_LIKE: "a b\nc'd", AROUND: "yes" });
  expect(Object.values(seen.env)).not.toContain(TOKEN);
  expect(seen.args).toEqual(["--watch", "-x"]);
  expect(cli.stderr).toBe("");
});

test.each([["shop/Production"], ["SHOP/production"], ["Production"]])(
  "--env %s finds the environment by name",
  async (name) => {
    const cli = phaseRun(["--env", name, "--", NODE, "-p", "process.env.API_KEY"]);
    await cli.ended;
    expect(cli.stdout).toBe("one\n");
  },
);

test("the command gets no variable that can't be a secret's name, even from a false server", async () => {
  const hostile = {
    LD_PRELOAD: "/evil.so",
    NODE_OPTIONS: "--help",
    PATH: "/evil",
    "A=B": "c",
    PHASE_HOST: "x",
  };
  server.values = { ...hostile, API_KEY: "sk-1" };
  const script = `const { API_KEY, LD_PRELOAD, NODE_OPTIONS, PATH, A } = process.env;
    process.stdout.write(JSON.stringify({ API_KEY, LD_PRELOAD, NODE_OPTIONS, A, evil: PATH === "/evil" }))`;
  const cli = phaseRun(["--env", ENVIRONMENT_ID, "--", NODE, "-e", script]);
  await cli.ended;
  expect(JSON.parse(cli.stdout)).toEqual({ API_KEY: "sk-1", evil: false });
  expect(cli.stderr).toContain("secrets may not be named LD_PRELOAD, NODE_OPTIONS, PATH, A=B, PHASE_HOST");
});

test("an unknown environment is reported with the existing ones", async () => {
  const cli = phaseRun(["--env", "shop/Prod", "--", NODE, "-e", ""]);
  expect((await cli.ended)[0]).toBe(1);
  expect(cli.stderr).toBe('phase: No environment "shop/Prod". The token sees:\n  shop/Production\n');
});

describe("exits", () => {
  test("with the command's exit code", async () => {
    expect((await phaseRun(["--env", ENVIRONMENT_ID, "--", NODE, "-e", "process.exit(7)"]).ended)[0]).toBe(7);
  });

  test("with 128 + the signal that killed the command", async () => {
    const cli = phaseRun(["--env", ENVIRONMENT_ID, "--", NODE, "-e", "process.kill(process.pid, 'SIGKILL')"]);
    expect((await cli.ended)[0]).toBe(137);
  });

  test("with 127 for a command that does not exist", async () => {
    const cli = phaseRun(["--env", ENVIRONMENT_ID, "--", "no-such-command-here"]);
    expect((await cli.ended)[0]).toBe(127);
    expect(cli.stderr).toContain("no-such-command-here: command not found");
  });

  test("with 1 and advice if no server answers at the start", async () => {
    await server.stop();
    const at = ["--env", ENVIRONMENT_ID, "--wait-for", "0"];
    const cli = phaseRun([...at, "--", NODE, "-e", "console.log('ran')"]);
    expect((await cli.ended)[0]).toBe(1);
    expect(cli.stderr).toContain(`Nothing answers at ${server.url} (connection refused)`);
    expect(cli.stderr).toContain("PHASE_HOST");
    expect(cli.stdout).toBe("");
  });
});

test.each(["SIGINT", "SIGTERM", "SIGHUP", "SIGQUIT", "SIGUSR2"] as const)(
  "%s is passed on",
  async (signal) => {
    const script = `process.on("${signal}", () => { process.stdout.write("got it"); process.exit(3) }); ${SERVICE}`;
    const cli = phaseRun(["--env", ENVIRONMENT_ID, "--", NODE, "-e", script]);
    await cli.prints("value=one");
    cli.process.kill(signal);
    expect((await cli.ended)[0]).toBe(3);
    expect(cli.stdout).toContain("got it");
  },
);

describe("--watch", () => {
  test("restarts the command politely when a value changes, and still exits like the command", async () => {
    const cli = watched(POLITE);
    await cli.prints("value=one;");
    server.change({ API_KEY: "two" });
    await cli.prints("value=two;");
    server.change({ API_KEY: "three" });
    await cli.prints("value=three;");
    expect(cli.stdout).toBe("value=one;bye;value=two;bye;value=three;");
    expect(cli.stderr).toContain("API_KEY changed; restarting");
    expect(cli.stderr).not.toContain("two");
    cli.process.kill("SIGTERM");
    expect((await cli.ended)[0]).toBe(0);
  });

  test("kills a command that does not end in its grace time", async () => {
    const cli = watched(STUBBORN, "--grace", "0.2");
    await cli.prints("value=one;");
    server.change({ API_KEY: "two" });
    await cli.prints("value=two;");
    expect(cli.stdout).toBe("value=one;no;value=two;");
    cli.process.kill("SIGTERM");
    await cli.prints("no;value=two;no;");
    server.change({ API_KEY: "three" });
    // After SIGTERM it is left alone: only another signal ends it now.
    cli.process.kill("SIGHUP");
    expect((await cli.ended)[0]).toBe(129);
    expect(cli.stdout).not.toContain("value=three");
  });

  test("leaves the command alone if no value changed", async () => {
    const cli = watched(POLITE);
    await cli.prints("value=one;");
    server.touch();
    server.change({ API_KEY: "two" });
    await cli.prints("value=two;");
    expect(cli.stdout).toBe("value=one;bye;value=two;");
  });

  test("exits with a command that ends without a signal", async () => {
    const cli = watched(`setTimeout(() => process.exit(5), 10)`);
    expect((await cli.ended)[0]).toBe(5);
  });

  test("polls regularly if there is no stream", async () => {
    server.hasStream = false;
    const cli = watched(POLITE);
    await cli.prints("value=one;");
    server.change({ API_KEY: "two" });
    await cli.prints("value=two;");
  });

  test("keeps the current values while the server is away, and catches up afterwards", async () => {
    const cli = watched(POLITE);
    await cli.prints("value=one;");
    await server.stop();
    await cli.prints("The command keeps the values it has.", "stderr");
    server.change({ API_KEY: "two" });
    await server.start();
    await cli.prints("value=two;");
    expect(cli.stdout).toBe("value=one;bye;value=two;");
    expect(cli.stderr).toContain("The server is responding again");
  });

  test("keeps running while the token is refused", async () => {
    const cli = watched(POLITE);
    await cli.prints("value=one;");
    server.next.push(failure(401, "Sign in."));
    server.change({ API_KEY: "two" });
    await cli.prints("The command keeps the values it has.", "stderr");
    await cli.prints("value=two;");
  });

  test("reconnects with the last event's ID", async () => {
    const cli = watched(POLITE);
    await cli.prints("value=one;");
    server.change({ API_KEY: "two" });
    await cli.prints("value=two;");
    await server.stop();
    const back = once(server, "stream");
    await server.start();
    await back;
    const streams = server.requests.filter(({ path }) => path.endsWith("/stream"));
    expect(streams[0]?.headers["last-event-id"]).toBeUndefined();
    expect(streams.at(-1)?.headers["last-event-id"]).toBe("1");
  });

  test("reconnects immediately after the server ends a stream, without polling in between", async () => {
    const cli = watched(POLITE, "--poll", "0.01");
    await cli.prints("value=one;");
    server.change({ API_KEY: "two" });
    await cli.prints("value=two;");
    const { length } = server.requests;
    const back = once(server, "stream");
    server.endStreams();
    await back;
    const asked = server.requests.slice(length).map(({ path }) => path);
    expect(asked).toEqual([`/environments/${ENVIRONMENT_ID}/secrets/stream`]);
  });

  test("--signal signals the command after the new file is written", async () => {
    const file = join(folder, "secrets.env");
    const cli = watched(RELOADING, "--signal", "HUP", "--secrets-file", file);
    await cli.prints("value=one;");
    expect(await readFile(file, "utf8")).toBe("API_KEY=one\n");
    expect((await stat(file)).mode & 0o777).toBe(0o600);
    server.change({ API_KEY: "two" });
    await cli.prints("reload;");
    expect(await readFile(file, "utf8")).toBe("API_KEY=two\n");
    cli.process.kill("SIGTERM");
    expect((await cli.ended)[0]).toBe(143);
    expect(cli.stdout).toBe("value=one;reload;");
    await expect(stat(file)).rejects.toThrow("ENOENT");
  });
});

test("an invalid command line exits with 2 without a request", async () => {
  for (const args of [
    ["run"],
    ["run", "--signal", "HUP", "--", "true"],
    ["run", "--grace", "x", "--", "true"],
    ["run", "--poll", "0", "--", "true"],
    ["run", "--wait-for", "1d", "--", "true"],
    ["run", "--wait-for", "25h", "--", "true"],
    [],
  ]) {
    expect((await runCli(args, { host: server.url })).code).toBe(2);
  }
  expect(server.requests).toEqual([]);
});

test("needs nothing newer than Node 20, including streams", async () => {
  const watch = ["--watch", "--poll", "3600"];
  const args = ["run", "--env", "shop/Production", ...watch, "--", NODE, "-e", SERVICE];
  const cli = new CliProcess(args, { host: server.url, program: ON_NODE_20 });
  started.push(cli);
  await cli.prints("value=one;");
  server.change({ API_KEY: "two" });
  await cli.prints("value=two;");
});
