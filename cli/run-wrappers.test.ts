import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { isRunning, printedPids, watchRig } from "./testing/watched";

// What people put between `phase run` and their server. Only npm passes signals on.
const rig = watchRig();
let folder: string;
let server: string;
let stubborn: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "phase-wrappers-"));
  server = join(folder, "server.mjs");
  stubborn = join(folder, "stubborn.mjs");
  const says = `process.stdout.write("pid=" + process.pid + ";value=" + process.env.API_KEY + ";"); setInterval(() => {}, 1000);`;
  await writeFile(
    server,
    `process.once("SIGTERM", () => setTimeout(() => { process.stderr.write("bye;"); process.exit(0) }, 50)); process.on("SIGTERM", () => {}); ${says}`,
  );
  await writeFile(stubborn, `process.on("SIGTERM", () => {}); ${says}`);
  const scripts = { start: `"${process.execPath}" server.mjs` };
  await writeFile(join(folder, "package.json"), JSON.stringify({ scripts }));
});
afterAll(() => rm(folder, { recursive: true }));

const sh = (script: string, file = server) => ["sh", "-c", script, process.execPath, file];

const WRAPPERS: { name: string; command: () => string[] }[] = [
  { name: "sh -c 'server; more'", command: () => sh('"$0" "$1"; true') },
  { name: "sh -c 'before && server && after'", command: () => sh('true && "$0" "$1" && true') },
  { name: "a pipeline", command: () => sh('"$0" "$1" | cat; true') },
  { name: "a background job that is waited for", command: () => sh('"$0" "$1" & wait') },
  { name: "a shell with a trap", command: () => sh('trap "true" TERM; "$0" "$1"; true') },
  { name: "a shell in a shell", command: () => sh('sh -c \'"$0" "$1"; true\' "$0" "$1"; true') },
  { name: "a server that left its parent", command: () => sh('("$0" "$1" &); sleep 1000') },
  { name: "npm start", command: () => ["npm", "--prefix", folder, "--silent", "start"] },
];

describe.each(WRAPPERS)("$name", ({ command }) => {
  test("a restart ends the server politely before the next one starts", async () => {
    const cli = rig.watch(command());
    await cli.prints("value=one;");
    rig.server.change({ API_KEY: "two" });
    await cli.prints("value=two;");
    const [first = 0, second = 0] = printedPids(cli);
    expect(cli.stderr.match(/bye;/g)).toHaveLength(1);
    expect([isRunning(first), isRunning(second)]).toEqual([false, true]);
  });

  test("SIGTERM from outside ends the server before phase exits", async () => {
    const cli = rig.watch(command());
    await cli.prints("value=one;");
    cli.process.kill("SIGTERM");
    await cli.ended;
    expect(cli.stderr).toBe("bye;");
    expect(printedPids(cli).map(isRunning)).toEqual([false]);
  });
});

test("a server that won't end is killed after the grace time, its shell long gone", async () => {
  const cli = rig.watch(sh('"$0" "$1"; true', stubborn), "--grace", "0.3");
  await cli.prints("value=one;");
  rig.server.change({ API_KEY: "two" });
  await cli.prints("value=two;");
  const [first = 0] = printedPids(cli);
  expect(isRunning(first)).toBe(false);
  cli.process.kill("SIGTERM");
  expect((await cli.ended)[0]).toBe(143);
  expect(printedPids(cli).map(isRunning)).toEqual([false, false]);
});

test("processes that a finished command leaves behind are left alone", async () => {
  const cli = rig.watch(sh('"$0" "$1" >/dev/null 2>&1 & echo "pid=$!;"; exit 5'));
  expect((await cli.ended)[0]).toBe(5);
  const [left = 0] = printedPids(cli);
  expect(isRunning(left)).toBe(true);
  process.kill(left, "SIGKILL");
});
