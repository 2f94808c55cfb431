// Loaded into the programs that a launcher or npm starts: if the parent dies without notice, they end
// cleanly on their own. Plain JavaScript: run.mjs needs it before anything is installed.
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { placeOf, processName } from "../machine/lock.mjs";

const FORCE_AFTER_MS = 30_000;
const LOOK_EVERY_MS = 500;
const OWN_SCRIPT = "node scripts/run.mjs ";

// Not for processes that the program forks, recognised by its arguments: a child that waits for messages
// would end immediately.
const own = process.execArgv.indexOf(import.meta.url);
if (own > 0) process.execArgv.splice(own - 1, 2);

if (process.channel) {
  process.once("disconnect", endInOrder);
  // Listening keeps the channel open, which must not keep a finished program running.
  process.channel.unref();
  // Its output goes to the launcher. Without one, nobody reads it.
  for (const stream of [process.stdout, process.stderr]) stream.on("error", () => {});
  sayThatItUsesTheDatabase();
} else if (isStartedByNpm()) {
  // npm only waits, and passes on the signals that it survives to receive.
  const npm = nearestAncestors();
  const looking = setInterval(() => {
    if (nearestAncestors() === npm) return;
    clearInterval(looking);
    endInOrder();
  }, LOOK_EVERY_MS).unref();
}

function endInOrder() {
  setTimeout(() => process.exit(1), FORCE_AFTER_MS).unref();
  try {
    // Including everything it has started, if it leads a group.
    process.kill(-process.pid, "SIGTERM");
  } catch {
    process.kill(process.pid, "SIGTERM");
  }
}

/** Only for this project's own scripts. Other scripts may have sent it to the background, to outlive them. */
function isStartedByNpm() {
  const { npm_package_name: name, npm_lifecycle_script: script } = process.env;
  return name === "phase-rotating-secrets" && script?.startsWith(OWN_SCRIPT) === true;
}

/**
 * The parent, or if that is the shell in which npm runs its scripts, the shell's parent. Shells may replace
 * themselves.
 */
function nearestAncestors() {
  const shell = process.ppid;
  try {
    const [, ...args] = readFileSync(`/proc/${shell}/cmdline`, "utf8").split("\0");
    if (!args.some((arg) => arg.startsWith(OWN_SCRIPT))) return `${shell}`;
    const stat = readFileSync(`/proc/${shell}/stat`, "utf8");
    return `${shell} of ${stat.slice(stat.lastIndexOf(")") + 2).split(" ")[1]}`;
  } catch {
    return `${shell}`;
  }
}

/** In the bundled server's list, so that it isn't shut down before this program has ended. */
function sayThatItUsesTheDatabase() {
  const users = process.env.PHASE_POSTGRES_USERS;
  if (!users) return;
  try {
    writeFileSync(join(users, `${processName(process.pid)}.program`), placeOf(users));
  } catch {
    // The disk is full, but the program may run anyway.
  }
}
