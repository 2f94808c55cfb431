import { execFile, spawn } from "node:child_process";
import { promisify } from "node:util";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { CliProcess, environmentOf, runCli, STANDALONE } from "./testing/cli-process";
import { ENVIRONMENT_ID, FakeServer } from "./testing/fake-server";
import { isRunning, printedPids, watchRig } from "./testing/watched";

const MARK = "<hidden by phase>";
const NODE = process.execPath;
const sh = (script: string) => ["sh", "-c", script];

describe("run --mask", () => {
  let server: FakeServer;
  beforeEach(async () => {
    server = await new FakeServer().start();
    server.values = { API_KEY: "hunter2-and-more" };
  });
  afterEach(() => server.stop());

  const args = (command: string[]) => ["run", "--mask", "--env", ENVIRONMENT_ID, "--", ...command];
  const run = (command: string[]) => runCli(args(command), { host: server.url });

  test("hides the values in both outputs, which aren't terminals, and exits like the command", async () => {
    const script = `echo "<$API_KEY>"; echo "[$API_KEY]" >&2; [ -t 1 ] || echo piped; exit 7`;
    expect(await run(sh(script))).toEqual({ code: 7, stdout: `<${MARK}>\npiped\n`, stderr: `[${MARK}]\n` });
    expect((await run(sh("kill -9 $$"))).code).toBe(137);
    expect((await run(["no-such-command-here"])).code).toBe(127);
  });

  test("passes signals on, and prints what the command says at its end", async () => {
    const script = `process.on("SIGTERM", () => { console.log("bye " + process.env.API_KEY); process.exit(3) }); console.log("ready"); setInterval(() => {}, 1000)`;
    const cli = new CliProcess(args([NODE, "-e", script]), { host: server.url });
    await cli.prints("ready");
    cli.process.kill("SIGTERM");
    expect((await cli.ended)[0]).toBe(3);
    expect(cli.stdout).toBe(`ready\nbye ${MARK}\n`);
  });

  test("prints the output of processes that the command leaves behind, as a pipeline does, and ends them on SIGTERM", async () => {
    const late = await run(sh('(while kill -0 $$ 2> /dev/null; do :; done; echo "late $API_KEY") & exit 4'));
    expect(late).toMatchObject({ code: 4, stdout: `late ${MARK}\n` });
    const script = `"$0" -e 'process.stdout.write("pid=" + process.pid + ";"); setInterval(() => {}, 1000)' & exit 4`;
    const cli = new CliProcess(args(["sh", "-c", script, NODE]), { host: server.url });
    await cli.prints(";");
    cli.process.kill("SIGTERM");
    expect((await cli.ended)[0]).toBe(4);
    expect(printedPids(cli).map(isRunning)).toEqual([false]);
  });

  test("a reader that goes away ends the command as without --mask", async () => {
    // Only Bash has PIPESTATUS.
    const endOf = (options: string) => {
      const phase = `"$0" "$1" run ${options} --env ${ENVIRONMENT_ID} -- yes`;
      const script = `${phase} | head -n 1; echo "\${PIPESTATUS[0]}"`;
      const env = environmentOf({ host: server.url });
      return promisify(execFile)("bash", ["-c", script, NODE, STANDALONE], { env, encoding: "utf8" });
    };
    expect(await endOf("")).toEqual({ stdout: "y\n141\n", stderr: "" });
    expect(await endOf("--mask")).toEqual({ stdout: "y\n141\n", stderr: "" });
  });

  test("the command can open its outputs by name", async () => {
    const said = await run(sh(`echo "$API_KEY" > /dev/stderr; echo "$API_KEY" > /dev/stdout`));
    expect(said).toEqual({ code: 0, stdout: `${MARK}\n`, stderr: `${MARK}\n` });
  });

  test("passes on binary output unchanged, and more than a pipe holds", async () => {
    const script = `process.stdout.write(Buffer.alloc(3_000_001, Buffer.from([0, 255, 10, 128, 13, 7])))`;
    const phase = spawn(NODE, [STANDALONE, ...args([NODE, "-e", script])], {
      env: environmentOf({ host: server.url }),
    });
    const bytes = Buffer.concat(await phase.stdout.toArray());
    expect(bytes.equals(Buffer.alloc(3_000_001, Buffer.from([0, 255, 10, 128, 13, 7])))).toBe(true);
  });
});

describe("run --mask --watch", () => {
  const rig = watchRig();

  test("hides previous and new values across restarts", async () => {
    rig.server.values = { API_KEY: "first-value" };
    const script = `const { API_KEY } = process.env; console.log(API_KEY + " after first-value\\n" + API_KEY.length); setInterval(() => {}, 1000)`;
    const cli = rig.watch([NODE, "-e", script], "--mask");
    await cli.prints("11\n");
    rig.server.change({ API_KEY: "second-value" });
    await cli.prints("12\n");
    expect(cli.stdout).toBe(`${MARK} after ${MARK}\n11\n${MARK} after ${MARK}\n12\n`);
    expect(cli.stderr).toContain("API_KEY changed; restarting");
  });

  test("hides a value that arrives with a signal", async () => {
    rig.server.values = { API_KEY: "first-value" };
    const script = `process.on("SIGHUP", () => console.log("second-value\\ngot it")); console.log("ready"); setInterval(() => {}, 1000)`;
    const cli = rig.watch([NODE, "-e", script], "--mask", "--signal", "HUP");
    await cli.prints("ready");
    rig.server.change({ API_KEY: "second-value" });
    await cli.prints("got it");
    expect(cli.stdout).toBe(`ready\n${MARK}\ngot it\n`);
  });
});
