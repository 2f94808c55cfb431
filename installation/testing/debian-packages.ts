import { spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";

/** One at a time on this machine, because tests run in parallel and apt waits for nobody. */
const LOCK = join(tmpdir(), "phase-apt.lock");

/** Installs Debian packages on this machine, if it has apt and the account may. Returns apt's error, or "". */
export async function installDebianPackages(...names: string[]): Promise<string> {
  if (!existsSync("/usr/bin/apt-get")) return `There is no apt-get here to install ${names.join(", ")} with.`;
  const asRoot = process.getuid?.() === 0 ? [] : ["sudo", "-n"];
  const apt = ["flock", LOCK, ...asRoot, "env", "DEBIAN_FRONTEND=noninteractive", "apt-get"];
  const said: string[] = [];
  for (const args of [["update"], ["install", "-y", "--no-install-recommends", ...names]]) {
    const { code, output } = await runToEnd([...apt, ...args]);
    if (code !== 0) said.push(`apt-get ${args.join(" ")}\n${output.trim()}`);
  }
  return said.join("\n");
}

export const isOnPath = (program: string) =>
  (process.env.PATH ?? "").split(delimiter).some((folder) => existsSync(join(folder, program)));

/** Runs a program. `code` is null if it can't be started or a signal ended it. */
export function runToEnd([file = "", ...args]: readonly string[]): Promise<{
  code: number | null;
  output: string;
}> {
  return new Promise((done) => {
    const child = spawn(file, args, { stdio: ["ignore", "pipe", "pipe"] });
    let output = "";
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding("utf8").on("data", (chunk: string) => (output += chunk));
    }
    child.once("error", (error) => done({ code: null, output: error.message }));
    child.once("close", (code) => done({ code, output }));
  });
}
