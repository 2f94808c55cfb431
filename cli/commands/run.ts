import { rm } from "node:fs/promises";
import { mayNameSecret } from "@/lib/formats/variable-name";
import type { Format } from "@/lib/formats/write-values";
import { commandEnvironment } from "../command-environment";
import type { Connection } from "../connection";
import { type EnvironmentRef, requestedAs } from "../environment";
import { Fallback, type FallbackOptions } from "../fallback/fallback";
import { writeSecretsFile } from "../secrets-file";
import { type Io, note } from "../io";
import { Mask } from "../mask";
import { passSignals } from "../pass-signals";
import { Supervisor } from "../supervisor";
import { ValueSource } from "../value-source";
import { watchValues } from "../watch-values";

export type RunOptions = {
  environment: EnvironmentRef;
  watch: boolean;
  /** With watch: send this signal rather than restart the command. */
  signal?: NodeJS.Signals | undefined;
  graceSeconds: number;
  pollSeconds: number;
  secretsFile?: string | undefined;
  secretsFormat: Format;
  waitForSeconds?: number | undefined;
  /** Hide the values in what the command prints. */
  mask: boolean;
  /** Null: no fallback. */
  fallback: FallbackOptions | null;
};

type Values = Readonly<Record<string, string>>;

/** Runs a command with an environment's secrets. Returns its exit code. */
export async function run(
  io: Io,
  connection: Connection,
  command: readonly string[],
  options: RunOptions,
): Promise<number> {
  const { environment, waitForSeconds } = options;
  const fallback =
    options.fallback && new Fallback(io, connection, requestedAs(environment), options.fallback);
  const source = await ValueSource.open(io, connection, { environment, waitForSeconds, fallback });
  const { first } = source;

  const mask = options.mask ? new Mask(io) : undefined;
  mask?.hide(first.values);
  const supervisor = new Supervisor(command, { graceMs: options.graceSeconds * 1000, mask });
  const environmentOf = (values: Values) => commandEnvironment(command, io.env, withoutUnsafe(io, values));
  const over = new AbortController();
  const writeFile = async (values: Values) => {
    const { secretsFile, secretsFormat } = options;
    if (secretsFile !== undefined) await writeSecretsFile(secretsFile, values, secretsFormat);
  };
  const apply = async (values: Values, keys: string[]) => {
    const { signal } = options;
    mask?.hide(values);
    // Checked before anything is written or stopped. If no command can start with the new values, the running
    // one stays.
    const nextEnvironment = signal === undefined ? environmentOf(values) : undefined;
    await writeFile(values);
    const [name = ""] = command;
    const what = signal === undefined ? `restarting ${name}` : `sending ${signal} to ${name}`;
    note(io, `${keys.join(", ")} changed; ${what}.`);
    if (nextEnvironment !== undefined) await supervisor.replace(nextEnvironment);
    else if (signal !== undefined) supervisor.send(signal);
  };

  const childEnvironment = environmentOf(first.values);
  await writeFile(first.values);
  const stopPassing = passSignals((signal) => supervisor.passOn(signal));
  try {
    supervisor.start(childEnvironment);
    if (options.watch) {
      const pollMs = options.pollSeconds * 1000;
      const notify = (message: string) => note(io, message);
      void watchValues({ source, pollMs, signal: over.signal, apply, notify });
    }
    return await supervisor.finished;
  } finally {
    over.abort();
    stopPassing();
    mask?.close();
    if (options.secretsFile !== undefined) await rm(options.secretsFile, { force: true });
  }
}

/** Whoever answers in the server's place must not choose which code the command loads. */
function withoutUnsafe(io: Io, values: Values): Values {
  const unsafe = Object.keys(values).filter((key) => !mayNameSecret(key));
  if (unsafe.length === 0) return values;
  note(io, `secrets may not be named ${unsafe.join(", ")}, so the command runs without them.`);
  return Object.fromEntries(Object.entries(values).filter(([key]) => mayNameSecret(key)));
}
