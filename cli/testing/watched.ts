import { afterEach, beforeEach } from "vitest";
import { listProcesses } from "../processes";
import { CliProcess } from "./cli-process";
import { FakeServer } from "./fake-server";

export type Rig = {
  server: FakeServer;
  /** `phase run --watch` of a command, which is asked to end after the test. */
  watch(command: string[], ...options: string[]): CliProcess;
};

/** A server that says API_KEY=one, and commands that follow it, new for each test of a file. */
export function watchRig(): Rig {
  let server: FakeServer;
  const started: CliProcess[] = [];
  beforeEach(async () => {
    server = await new FakeServer().start();
    server.values = { API_KEY: "one" };
  });
  afterEach(async () => {
    for (const cli of started.splice(0)) {
      if (cli.process.exitCode === null && cli.process.signalCode === null) cli.process.kill("SIGTERM");
      await cli.ended;
    }
    await server.stop();
  });
  return {
    get server() {
      return server;
    },
    watch(command, ...options) {
      const args = [
        "run",
        "--env",
        "shop/Production",
        "--watch",
        "--poll",
        "0.05",
        ...options,
        "--",
        ...command,
      ];
      const cli = new CliProcess(args, { host: server.url });
      started.push(cli);
      return cli;
    },
  };
}

/** IDs that a command has printed as `pid=…;`, in that order. */
export function printedPids(cli: CliProcess): number[] {
  return [...cli.stdout.matchAll(/pid=(\d+);/g)].map(([, pid]) => Number(pid));
}

/** A process that has ended but whose parent hasn't read its exit code isn't running. */
export function isRunning(pid: number): boolean {
  return listProcesses().some((running) => running.pid === pid);
}
