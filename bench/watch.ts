/** Whether the provider ever refuses a program under `phase run --watch` while its key rotates. */
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import * as z from "zod";
import { mintedCredentialListSchema } from "@/lib/api/rotating-secrets";
import { freePort } from "@/installation/machine/ports";
import { ROOT } from "@/installation/root";
import type { Throwaway } from "@/installation/fresh/throwaway";

/** `restart`: the program is restarted with the new value. `signal`: it reads a file again at SIGHUP. */
export const MODES = ["restart", "signal"] as const;
export type Mode = (typeof MODES)[number];

export type Watched = {
  mode: Mode;
  /** Requests that the program answered after calling the provider. */
  answered: number;
  /** Those that the provider refused. */
  refused: number;
  /** Those that didn't reach the provider. */
  failed: number;
  /** Requests cut off in the middle. They are repeated, so not part of `answered`. */
  broken: number;
  /** Milliseconds in which nothing listened, one entry per gap. */
  silencesMs: number[];
  /** Key ID → when the program first answered with that key, in milliseconds since 1970. */
  firstUse: Map<string, number>;
};

const PROGRAM = join(ROOT, "bench/watched-program.mjs");
const CLI = join(ROOT, "cli/dist/phase.mjs");
const PAUSE_MS = 10;
const LOOK_MS = 500;

const answerSchema = z.object({ status: z.number(), keyId: z.string() });

/**
 * Calls the program continuously, in each mode in parallel, until this many keys became current after the
 * first one.
 */
export async function watchRotations(throwaway: Throwaway, rotations: number): Promise<Watched[]> {
  const over = new AbortController();
  const watching = Promise.all(MODES.map((mode) => watchOne(throwaway, mode, over.signal)));
  watching.catch(() => over.abort());
  while (!over.signal.aborted && (await exposures(throwaway)).size <= rotations) await delay(LOOK_MS);
  over.abort();
  return await watching;
}

/** Key ID → when it became current, in milliseconds since 1970. */
export async function exposures({ call, rotatingSecretId }: Throwaway): Promise<Map<string, number>> {
  const path = `/rotating-secrets/${rotatingSecretId}/credentials`;
  const { credentials } = await call(mintedCredentialListSchema, path);
  return new Map(
    credentials.flatMap(({ keyId, exposedAt }) =>
      keyId === null || exposedAt === null ? [] : [[keyId, Date.parse(exposedAt)]],
    ),
  );
}

/** Calls with a minted or former key that the provider itself counted as refused. */
export async function refusalsAtProvider({ simulator }: Throwaway): Promise<number> {
  const response = await fetch(`${simulator.controlUrl}/history`);
  const history = z.object({
    entries: z.array(z.object({ path: z.string(), status: z.number().nullable() })),
  });
  const { entries } = history.parse(await response.json());
  return entries.filter(({ path, status }) => path === "/v1/models" && status === 401).length;
}

async function watchOne(throwaway: Throwaway, mode: Mode, over: AbortSignal): Promise<Watched> {
  const port = await freePort();
  const child = startProgram(throwaway, mode, port);
  const watched: Watched = {
    mode,
    answered: 0,
    refused: 0,
    failed: 0,
    broken: 0,
    silencesMs: [],
    firstUse: new Map(),
  };
  const ended = once(child, "exit");
  try {
    await untilAnswered(port, child);
    while (!over.aborted) {
      const { status, keyId } = await ask(port, child, watched);
      watched.answered += 1;
      if (status === 401) watched.refused += 1;
      else if (status !== 200) watched.failed += 1;
      if (!watched.firstUse.has(keyId)) watched.firstUse.set(keyId, Date.now());
      await delay(PAUSE_MS);
    }
    return watched;
  } finally {
    child.kill("SIGTERM");
    await ended;
  }
}

function startProgram(throwaway: Throwaway, mode: Mode, port: number): ChildProcess {
  const file = join(throwaway.folder, `${mode}.env`);
  const options = mode === "restart" ? [] : ["--signal", "HUP", "--secrets-file", file];
  const { host, environmentId, readerToken, simulator } = throwaway;
  const args = [CLI, "run", "--env", environmentId, "--watch", ...options, "--", process.execPath, PROGRAM];
  return spawn(process.execPath, args, {
    stdio: ["ignore", "inherit", "ignore"],
    env: {
      NODE_ENV: "production",
      PATH: process.env.PATH,
      XDG_STATE_HOME: join(throwaway.folder, "state"),
      PHASE_HOST: host,
      PHASE_SERVICE_TOKEN: readerToken,
      BENCH_PORT: String(port),
      OPENAI_BASE_URL: simulator.url,
      ...(mode === "restart" ? {} : { SECRETS_FILE: file }),
    },
  });
}

async function untilAnswered(port: number, child: ChildProcess): Promise<void> {
  await ask(port, child, { broken: 0, silencesMs: [] });
}

/** One answer of the program, however long nothing listens. */
async function ask(
  port: number,
  child: ChildProcess,
  watched: Pick<Watched, "broken" | "silencesMs">,
): Promise<z.infer<typeof answerSchema>> {
  const began = performance.now();
  for (let attempt = 1; ; attempt++) {
    try {
      const response = await fetch(`http://127.0.0.1:${port}/`);
      const answer = answerSchema.parse(await response.json());
      if (attempt > 1) watched.silencesMs.push(performance.now() - began);
      return answer;
    } catch (error) {
      if (child.exitCode !== null || child.signalCode !== null) throw error;
      if (!nothingListens(error)) watched.broken += 1;
      await delay(PAUSE_MS);
    }
  }
}

function nothingListens(error: unknown): boolean {
  const cause = error instanceof Error ? error.cause : undefined;
  return cause instanceof Error && "code" in cause && cause.code === "ECONNREFUSED";
}
