import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { ROOT } from "@/installation/root";
import { currentKey, expect, type Kitchen, run, Service, succeed } from "./kitchen";

const STARTS = 5;
const SLOWEST_START_MS = 300;
const SAY_KEY = `process.stdout.write(process.env.OPENAI_API_KEY + ";"); setInterval(() => {}, 1000)`;

export async function tryCommandLine(kitchen: Kitchen): Promise<string | void> {
  const phase = await install(kitchen);
  await startsQuickly(kitchen, phase);
  const key = await currentKey(kitchen);
  const said = await succeed(kitchen, [phase, "secrets", "get", "OPENAI_API_KEY"]);
  expect(said === `${key}\n`, "phase secrets get says something else than the API");
  await keepsItOutOfSight(kitchen, phase, key);
  return await completes(kitchen, phase);
}

/** As in the recipe: packed, and installed without anything else or a registry. */
async function install(kitchen: Kitchen): Promise<string> {
  await succeed(kitchen, ["npm", "pack", join(ROOT, "cli"), "--silent"]);
  const [archive = ""] = readdirSync(kitchen.folder).filter((name) => name.endsWith(".tgz"));
  const prefix = join(kitchen.folder, "prefix");
  await succeed(kitchen, ["npm", "install", "--global", "--offline", `--prefix=${prefix}`, `./${archive}`]);
  return join(prefix, "bin/phase");
}

/** On a busy machine Node itself is slow, so the limit grows with it. */
async function startsQuickly(kitchen: Kitchen, phase: string): Promise<void> {
  const bare = await quickest(kitchen, [process.execPath, "-e", "0"]);
  const took = await quickest(kitchen, [phase, "--version"]);
  const limit = Math.max(SLOWEST_START_MS, bare * 4);
  expect(took < limit, `phase --version takes ${Math.round(took)} ms, Node alone ${Math.round(bare)} ms`);
}

/** Milliseconds. */
async function quickest(kitchen: Kitchen, command: string[]): Promise<number> {
  const times: number[] = [];
  for (let start = 0; start < STARTS; start++) {
    const began = performance.now();
    await succeed(kitchen, command);
    times.push(performance.now() - began);
  }
  return Math.min(...times);
}

/** No other user of the machine can read a value or the token, because neither is on a command line. */
async function keepsItOutOfSight(kitchen: Kitchen, phase: string, key: string): Promise<void> {
  const service = new Service(kitchen, [phase, "run", "--watch", "--", process.execPath, "-e", SAY_KEY]);
  try {
    await service.prints(`${key};`);
    const lines = readdirSync("/proc")
      .filter((name) => /^\d+$/.test(name))
      .map(commandLineOf);
    const { readerToken } = kitchen.throwaway;
    expect(
      !lines.some((line) => line.includes(key) || line.includes(readerToken)),
      "A command line shows it",
    );
  } finally {
    await service.end();
  }
}

function commandLineOf(pid: string): string {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, "utf8");
  } catch {
    return "";
  }
}

async function completes(kitchen: Kitchen, phase: string): Promise<string | void> {
  const bash = `eval "$("$1" completion bash)"; COMP_WORDS=(phase rotating-secrets r); COMP_CWORD=2; _phase; echo "\${COMPREPLY[@]}"`;
  const said = await succeed(kitchen, ["bash", "-c", bash, "bash", phase]);
  expect(said === "rotate resume readers revoke\n", `bash completes to ${said}`);
  const zsh = `autoload -U compinit; compinit -u; eval "$("$1" completion zsh)"; whence _phase`;
  const ran = await run(kitchen, ["zsh", "-c", zsh, "zsh", phase]);
  if (ran === null) return "completion for zsh, no zsh here";
  expect(ran.code === 0 && ran.stdout.includes("_phase"), `zsh says ${ran.stdout}${ran.stderr}`);
}
