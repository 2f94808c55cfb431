// node scripts/run.mjs COMMAND [ARGUMENT…]
// Runs a program of commands.mjs on the Node in the packages, after installing whatever is missing. What the
// build compiles
// is built again if its sources have changed, and runs without the packages. Plain JavaScript for Node 18 and
// newer, because
// this is the one program that must work in a fresh clone.
import { spawn } from "node:child_process";
import { constants } from "node:os";
import { delimiter, join } from "node:path";
import { pathToFileURL } from "node:url";
import { isBuilt, PARTS } from "../installation/built.mjs";
import { prepare, productNode, ROOT } from "../installation/install.mjs";
import "../installation/programs/follow-parent.mjs";
import { COMMANDS, COMPILED } from "./commands.mjs";

// SIGINT and SIGQUIT from a terminal's keyboard reach the program directly.
const KEYBOARD_SIGNALS = ["SIGINT", "SIGQUIT"];
const SIGNALS = [...KEYBOARD_SIGNALS, "SIGTERM", "SIGHUP", "SIGUSR1", "SIGUSR2"];

const FOLLOW_PARENT = pathToFileURL(join(ROOT, "installation/programs/follow-parent.mjs")).href;

const [command = "", ...args] = process.argv.slice(2);
if (!Object.hasOwn(COMMANDS, command)) {
  console.error(`Usage: node scripts/run.mjs ${Object.keys(COMMANDS).join("|")} [ARGUMENT…]`);
  process.exit(2);
}

try {
  if (Object.hasOwn(COMPILED, command)) {
    await build(COMPILED[command]);
    become(
      productNode(),
      ["--import", FOLLOW_PARENT, join(ROOT, "dist", `${command}.mjs`), ...args],
      environment(),
    );
  } else {
    become(
      await prepare(),
      ["--import", FOLLOW_PARENT, ...typescript(COMMANDS[command]), ...args],
      environment(),
    );
  }
} catch (error) {
  complain(error);
}

/** An up-to-date build stays, and needs no packages. */
async function build(what) {
  if (isBuilt(PARTS.programs) && (what === "programs" || isBuilt(PARTS.console))) return;
  const node = await prepare();
  const code = await new Promise((done) => {
    run(node, ["--import", FOLLOW_PARENT, ...typescript(COMMANDS.build), what], environment(), done);
  });
  if (code !== 0) process.exit(code);
}

function typescript(script) {
  return ["--import", pathToFileURL(join(ROOT, "node_modules/tsx/dist/loader.mjs")).href, join(ROOT, script)];
}

function environment() {
  const env = { ...process.env, TSX_TSCONFIG_PATH: join(ROOT, "tsconfig.json") };
  // The CLI starts the user's own programs, which get the user's environment.
  if (command === "phase") return env;
  const path = [join(ROOT, "node_modules/.bin"), env.PATH].filter(Boolean).join(delimiter);
  return { ...env, PATH: path, NEXT_TELEMETRY_DISABLED: "1" };
}

function become(node, nodeArgs, env) {
  if (typeof process.execve === "function" && process.platform !== "win32") {
    // Node's warning about an experimental feature doesn't help the user.
    process.removeAllListeners("warning");
    process.execve(node, [node, ...nodeArgs], env);
  }
  run(node, nodeArgs, env, (code) => process.exit(code));
}

function run(node, nodeArgs, env, onExit) {
  // The channel tells it that this process is gone.
  const child = spawn(node, nodeArgs, { stdio: ["inherit", "inherit", "inherit", "ipc"], env });
  const passOn = (signal) => {
    if (!process.stdin.isTTY || !KEYBOARD_SIGNALS.includes(signal)) child.kill(signal);
  };
  for (const signal of SIGNALS) process.on(signal, passOn);
  child.on("error", complain);
  child.on("exit", (code, signal) => {
    for (const name of SIGNALS) process.off(name, passOn);
    onExit(signal === null ? code : 128 + constants.signals[signal]);
  });
}

// Does what lib/formats/printable.ts does, before TypeScript can run. The text may be npm's, or a path.
function complain(error) {
  console.error(error.message.replace(/[^\P{C}\n]/gu, "\ufffd"));
  process.exit(1);
}
