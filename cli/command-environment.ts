import { readFileSync } from "node:fs";
import { CliError, EXIT } from "./exit";

/** MAX_ARG_STRLEN: the longest `NAME=value` in Linux, including the NUL. */
const LARGEST_ENTRY_BYTES = 131_072;
const POINTER_BYTES = 8;
const KIB = 1024;

type Values = Readonly<Record<string, string>>;

/**
 * A command's environment: `around` without the token that reads the secrets, plus the values. @throws
 * CliError naming the key that no environment can hold
 */
export function commandEnvironment(
  command: readonly string[],
  around: Readonly<NodeJS.ProcessEnv>,
  values: Values,
): NodeJS.ProcessEnv {
  for (const [key, value] of Object.entries(values)) {
    if (value.includes("\0"))
      throw refusal(`The value of ${key} contains a NUL, which environment variables can't hold.`);
    const bytes = entryBytes(key, value);
    if (process.platform === "linux" && bytes > LARGEST_ENTRY_BYTES) {
      throw refusal(
        `${key} is too large for an environment variable. It has ${bytes} bytes with its name, and Linux allows ${LARGEST_ENTRY_BYTES}. Move it to another environment and read it with \`phase secrets get\`.`,
      );
    }
  }
  const environment = { ...around, PHASE_SERVICE_TOKEN: undefined, ...values };
  checkTotal(command, environment, values);
  return environment;
}

function checkTotal(command: readonly string[], environment: NodeJS.ProcessEnv, values: Values): void {
  const limit = largestTotalBytes();
  const entries = Object.entries(environment).flatMap(([key, value]) =>
    value === undefined ? [] : [entryBytes(key, value)],
  );
  const strings = [...entries, ...command.map((text) => Buffer.byteLength(text) + 1)];
  const total = strings.reduce((sum, bytes) => sum + bytes + POINTER_BYTES, 0);
  if (total <= limit) return;
  const bySize = Object.entries(values).toSorted(([a, x], [b, y]) => entryBytes(b, y) - entryBytes(a, x));
  const [largest] = bySize[0] ?? [];
  const which = largest === undefined ? "" : ` ${largest} has the largest value.`;
  throw refusal(
    `The environment is too large. It has ${total} bytes, and this system allows ${limit}.${which}`,
  );
}

function entryBytes(key: string, value: string): number {
  return Buffer.byteLength(key) + Buffer.byteLength(value) + 2;
}

/** ARG_MAX, for arguments and environment together: a quarter of the stack on Linux, from 128 KiB to 6 MiB (execve(2)). */
function largestTotalBytes(): number {
  // The kernel also stores the program's path and the auxiliary vector's strings.
  const spare = 4 * KIB;
  if (process.platform === "darwin") return 1024 * KIB - spare;
  if (process.platform !== "linux") return Infinity;
  return Math.min(Math.max(128 * KIB, stackBytes() / 4), 6 * 1024 * KIB) - spare;
}

/** The soft limit. 8 MiB, the usual one, if the system doesn't report it. */
function stackBytes(): number {
  let text = "";
  try {
    text = readFileSync("/proc/self/limits", "utf8");
  } catch {
    // Not mounted.
  }
  const [, soft = String(8 * 1024 * KIB)] = /^Max stack size +(\S+)/m.exec(text) ?? [];
  return soft === "unlimited" ? Infinity : Number(soft);
}

/** Like a shell that can't run a command. */
function refusal(message: string): CliError {
  return new CliError(message, EXIT.notExecutable);
}
