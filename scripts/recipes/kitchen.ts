/** Test context of a recipe. */
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import * as z from "zod";
import { secretListSchema } from "@/lib/api/secrets";
import type { Throwaway } from "@/installation/fresh/throwaway";

export type Kitchen = {
  throwaway: Throwaway;
  /** Contains the recipe's files, and `tokenFile`. */
  folder: string;
  files: Map<string, string>;
  tokenFile: string;
  env: NodeJS.ProcessEnv;
};

const LONGEST_WAIT_MS = 20_000;

export type Ran = { code: number | null; stdout: string; stderr: string };

/** Null if the machine has no such program. */
export async function run(
  kitchen: Kitchen,
  [file = "", ...args]: string[],
  env: Record<string, string | undefined> = {},
): Promise<Ran | null> {
  const child = spawn(file, args, {
    cwd: kitchen.folder,
    env: { ...kitchen.env, ...env },
    stdio: ["ignore", "pipe", "pipe"],
  });
  const ran: Ran = { code: null, stdout: "", stderr: "" };
  child.stdout.setEncoding("utf8").on("data", (text: string) => (ran.stdout += text));
  child.stderr.setEncoding("utf8").on("data", (text: string) => (ran.stderr += text));
  try {
    const [code] = (await once(child, "close")) as [number | null];
    return { ...ran, code };
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "ENOENT") return null;
    throw error;
  }
}

/** Standard output of a program that must succeed. */
export async function succeed(
  kitchen: Kitchen,
  command: string[],
  env?: Record<string, string | undefined>,
): Promise<string> {
  const ran = await run(kitchen, command, env);
  if (ran === null) throw new Error(`${command[0] ?? ""} is not here`);
  expect(
    ran.code === 0,
    `${command.join(" ")} ended with ${String(ran.code)}: ${end(ran.stdout)}${end(ran.stderr)}`,
  );
  return ran.stdout;
}

/** A program that runs until it is told to end, and its output. */
export class Service {
  stdout = "";
  stderr = "";
  readonly process: ChildProcess;
  readonly #ended: Promise<unknown>;

  constructor(
    kitchen: Kitchen,
    [file = "", ...args]: string[],
    env: Record<string, string | undefined> = {},
  ) {
    this.process = spawn(file, args, {
      cwd: kitchen.folder,
      env: { ...kitchen.env, ...env },
      stdio: ["ignore", "pipe", "pipe"],
      // A separate group, so that nothing of it is left behind.
      detached: true,
    });
    this.#ended = once(this.process, "close");
    process.once("exit", () => this.#kill());
    this.process.stdout?.setEncoding("utf8").on("data", (text: string) => (this.stdout += text));
    this.process.stderr?.setEncoding("utf8").on("data", (text: string) => (this.stderr += text));
  }

  /** Resolves once standard output has `text` this many times. */
  async prints(text: string, times = 1): Promise<void> {
    const said = () => this.stdout.split(text).length > times;
    const late = AbortSignal.timeout(LONGEST_WAIT_MS);
    const over = this.#ended.then(() => "over");
    while (!said()) {
      const more = once(this.process.stdout ?? this.process, "data", { signal: late }).catch(() => "late");
      const event = await Promise.race([more, over]);
      if ((event === "over" || event === "late") && !said()) {
        throw new Error(`It did not print "${text}" in time, but: ${end(this.stdout)}${end(this.stderr)}`);
      }
    }
  }

  /** Returns the exit code. Null if SIGTERM doesn't end it. */
  async end(): Promise<number | null> {
    this.process.kill("SIGTERM");
    const forced = setTimeout(() => this.#kill(), LONGEST_WAIT_MS);
    await this.#ended;
    clearTimeout(forced);
    return this.process.exitCode;
  }

  #kill(): void {
    const { pid } = this.process;
    if (pid === undefined) return;
    try {
      process.kill(-pid, "SIGKILL");
    } catch {
      // All of it has ended.
    }
  }
}

function end(text: string): string {
  return text.slice(-500);
}

export function expect(holds: boolean, otherwise: string): asserts holds {
  if (!holds) throw new Error(otherwise);
}

/** The API's current value. */
export async function currentKey({ throwaway }: Kitchen): Promise<string> {
  const { call, environmentId } = throwaway;
  const { secrets } = await call(secretListSchema, `/environments/${environmentId}/secrets`);
  const key = secrets.find((secret) => secret.key === "OPENAI_API_KEY");
  expect(key !== undefined, "The environment has no OPENAI_API_KEY");
  return key.value;
}

/** Requests a rotation of the key, and waits for it. */
export async function rotate(kitchen: Kitchen): Promise<void> {
  const before = await currentKey(kitchen);
  const { call, rotatingSecretId } = kitchen.throwaway;
  await call(z.unknown(), `/rotating-secrets/${rotatingSecretId}/rotate`, { mode: "graceful" });
  const deadline = Date.now() + LONGEST_WAIT_MS;
  while ((await currentKey(kitchen)) === before) {
    expect(Date.now() < deadline, "The key did not rotate in time");
    await new Promise((done) => setTimeout(done, 100));
  }
}
