import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, beforeEach, expect, test, vi } from "vitest";
import { readStat } from "./processes";
import { STANDALONE, STATE_FOLDER } from "./testing/cli-process";
import { FakeServer, TOKEN } from "./testing/fake-server";
import { TerminalSession } from "./testing/terminal-session";
import { isRunning } from "./testing/watched";

// Echoes input, counts Ctrl-C, and only ends on "quit". The end of its input doesn't end it.
const PROGRAM = `
let interrupts = 0;
setInterval(() => {}, 60_000);
process.on("SIGINT", () => process.stdout.write("interrupt " + ++interrupts + ";"));
process.stdin.setEncoding("utf8").on("data", (text) => {
  if (text.includes("quit")) process.exit(7);
  process.stdout.write("read " + text.trim() + " after " + interrupts + ";");
});
process.stdout.write("pid " + process.pid + " value " + process.env.API_KEY + ";");
`;

let server: FakeServer;
let folder: string;
let program: string;
let session: TerminalSession;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "phase-terminal-"));
  program = join(folder, "program.mjs");
  await writeFile(program, PROGRAM);
});
beforeEach(async () => {
  server = await new FakeServer().start();
  server.values = { API_KEY: "one" };
});
afterEach(async () => {
  session.process.kill("SIGKILL");
  await session.ended;
  await server.stop();
});
afterAll(() => rm(folder, { recursive: true }));

const phase = (...command: string[]) => {
  const options = ["run", "--env", "shop/Production", "--watch", "--poll", "0.05", "--grace", "5"];
  return [process.execPath, STANDALONE, ...options, "--", ...command];
};
const wrapped = () => ["sh", "-c", '"$0" "$1"; exit $?', process.execPath, program];

function at(command: string[]): TerminalSession {
  return (session = new TerminalSession(command, {
    PHASE_HOST: server.url,
    PHASE_SERVICE_TOKEN: TOKEN,
    XDG_STATE_HOME: STATE_FOLDER,
  }));
}

/** The program's ID once it reports this value. */
async function started(value: string): Promise<number> {
  const before = await session.shows(`value ${value};`);
  return Number(/pid (\d+) $/.exec(before)?.[1]);
}

test("the command reads what is typed, and gets Ctrl-C once", async () => {
  at(phase(process.execPath, program));
  await started("one");
  session.type("hello\n");
  await session.shows("read hello after 0;");
  session.type("\x03");
  await session.shows("interrupt 1;");
  session.type("again\n");
  await session.shows("read again after 1;");
  session.type("quit\n");
  await session.ended;
  expect(session.process.exitCode).toBe(7);
});

test("the command that replaces it in a wrapper reads input, and nothing of the previous one is left", async () => {
  at(phase(...wrapped()));
  const first = await started("one");
  server.change({ API_KEY: "two" });
  const second = await started("two");
  expect([isRunning(first), isRunning(second)]).toEqual([false, true]);
  session.type("hello\n");
  await session.shows("read hello after 0;");
  session.type("quit\n");
  await session.ended;
  expect(session.process.exitCode).toBe(7);
});

test("Ctrl-C reaches a command whose standard input is a pipe only once", async () => {
  // The shell stays. If it ended at the first Ctrl-C, the terminal would end with it.
  at(["sh", "-c", 'trap : INT; sleep 1000 | "$@"', "sh", ...phase(process.execPath, program)]);
  const pid = await started("one");
  session.type("\x03");
  await session.shows("interrupt 1;");
  session.type("\x03");
  await session.shows("interrupt 2;");
  process.kill(pid, "SIGKILL");
  await session.ended;
  expect(session.output).not.toContain("interrupt");
});

test("Ctrl-Z stops it and returns to the shell, fg continues it", async () => {
  const line = phase(...wrapped())
    .map((part) => `'${part.replaceAll("'", "'\\''")}'`)
    .join(" ");
  at(["bash", "--norc", "--noprofile", "-i"]);
  session.type(`${line}\n`);
  const pid = await started("one");
  session.type("\x1a");
  await session.shows("Stopped");
  await vi.waitFor(() => expect(readStat(String(pid))?.state).toBe("T"));
  session.type("echo the shell is $((40 + 2))\n");
  await session.shows("the shell is 42");
  session.type("fg\n");
  session.type("hello\n");
  await session.shows("read hello after 0;");
  session.type("quit\n");
  session.type("echo ended with $?\n");
  await session.shows("ended with 7");
  session.type("exit\n");
  await session.ended;
});

test("SIGTERM from outside ends a wrapper's command at a terminal", async () => {
  at(phase(...wrapped()));
  const pid = await started("one");
  const shell = readStat(String(pid))?.parent ?? 0;
  const phaseItself = readStat(String(shell))?.parent ?? 0;
  process.kill(phaseItself, "SIGTERM");
  await session.ended;
  expect(session.process.exitCode).toBe(143);
  expect(isRunning(pid)).toBe(false);
});
