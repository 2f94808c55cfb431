// node scripts/run.mjs COMMAND [ARGUMENT…]
// Runs a program of commands.mjs on the Node that the packages bring, after installing whatever is missing. Plain
// JavaScript for Node 18 and newer: this is the one program that has to work in a fresh clone.
import { spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { constants } from "node:os";
import { delimiter, join } from "node:path";
import { pathToFileURL } from "node:url";
import { isForProductionOnly, prepare, ROOT } from "../installation/install.mjs";
import "../installation/programs/follow-parent.mjs";
import { COMMANDS } from "./commands.mjs";

// SIGINT and SIGQUIT from a terminal's keyboard reach the program without our help.
const KEYBOARD_SIGNALS = ["SIGINT", "SIGQUIT"];
const SIGNALS = [...KEYBOARD_SIGNALS, "SIGTERM", "SIGHUP", "SIGUSR1", "SIGUSR2"];

const FOLLOW_PARENT = pathToFileURL(join(ROOT, "installation/programs/follow-parent.mjs")).href;

const [command = "", ...args] = process.argv.slice(2);
if (!Object.hasOwn(COMMANDS, command)) {
  console.error(`Usage: node scripts/run.mjs ${Object.keys(COMMANDS).join("|")} [ARGUMENT…]`);
  process.exit(2);
}
const script = join(ROOT, COMMANDS[command]);

try {
  const compiled = join(ROOT, "dist", `${command}.mjs`);
  if (existsSync(compiled) && isForProductionOnly()) {
    become(process.execPath, ["--import", FOLLOW_PARENT, compiled, ...args], environment());
  } else {
    const node = await prepare();
    const tsx = pathToFileURL(join(ROOT, "node_modules/tsx/dist/loader.mjs")).href;
    become(node, ["--import", FOLLOW_PARENT, "--import", tsx, script, ...args], environment());
  }
} catch (error) {
  complain(error);
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
    // Its warning about being experimental says nothing to whoever runs the command.
    process.removeAllListeners("warning");
    process.execve(node, [node, ...nodeArgs], env);
  }
  // The channel is how it learns that this process is gone.
  const child = spawn(node, nodeArgs, { stdio: ["inherit", "inherit", "inherit", "ipc"], env });
  for (const signal of SIGNALS) {
    process.on(signal, () => {
      if (!process.stdin.isTTY || !KEYBOARD_SIGNALS.includes(signal)) child.kill(signal);
    });
  }
  child.on("error", complain);
  child.on("exit", (code, signal) => process.exit(signal === null ? code : 128 + constants.signals[signal]));
}

// What lib/formats/printable.ts does, before TypeScript can be run: the words may be npm's, or a path.
function complain(error) {
  console.error(error.message.replace(/[^\P{C}\n]/gu, "\ufffd"));
  process.exit(1);
}
