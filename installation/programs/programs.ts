import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { pathToFileURL } from "node:url";
import type { Env } from "@/lib/settings/env";
import { holdPort, letGoOfPort } from "../machine/ports";
import { FILES, IS_COMPILED, PRODUCT, ROOT } from "../root";
import { PROGRAMS } from "./entry-points";
import type { Program } from "./program";

export const NEXT = join(ROOT, "node_modules/next/dist/bin/next");

/**
 * Keeps Next from reading .env, .env.local, .env.production and others by its own rules. The settings come
 * from one file, read once for web and worker.
 */
export const NO_ENV_FILES = { __NEXT_PROCESSED_ENV: "true" } as const;

/** The loader that lets Node run TypeScript. */
export const TYPESCRIPT = [
  "--import",
  pathToFileURL(join(ROOT, "node_modules/tsx/dist/loader.mjs")).href,
] as const;

/** What the web process loads before anything else. */
const BEFORE_WEB = ["caller-address", "known-methods", "one-at-a-time", "security-headers"].map(
  (name) => pathToFileURL(join(FILES, `installation/programs/${name}.mjs`)).href,
);
/**
 * Longer than load balancers keep theirs (mostly 60 s, Google's 600 s), so that a request never meets a
 * closing connection.
 */
const IDLE_CONNECTION_MS = 620_000;
const PORT_WAIT_MS = 5_000;
const PORT_POLL_MS = 100;

/** The console and API, from the production build, or compiled on demand for development. */
export function webProgram(env: Env, { dev = false }: { dev?: boolean } = {}): Program {
  return {
    name: "web",
    args: [
      ...BEFORE_WEB.flatMap((file) => ["--import", file]),
      ...(dev ? [NEXT, "dev", "-H", env.host, "-p", String(env.port)] : [join(PRODUCT, "web/server.js")]),
    ],
    env: {
      ...NO_ENV_FILES,
      NODE_ENV: dev ? "development" : "production",
      // The setting that Next's own server reads.
      HOSTNAME: env.host,
      PORT: String(env.port),
      KEEP_ALIVE_TIMEOUT: String(IDLE_CONNECTION_MS),
    },
    beforeStart: () => letGoOfPort(env.port),
    readyUrl: `${localAddress(env)}/healthz`,
    stopWithinMs: 8_000,
    output: "later",
    logsOnly: !dev,
  };
}

export function workerProgram(env: Env, { watch = false }: { watch?: boolean } = {}): Program {
  return {
    name: "worker",
    args: [...(watch ? ["--watch", "--watch-preserve-output"] : []), ...argumentsOf("worker-process")],
    // A little more than the worker gives itself to finish.
    stopWithinMs: env.providerTimeoutSeconds * 1_500 + 25_000,
    // The process that watches the files passes no messages on.
    reportsReady: !watch,
    logsOnly: !watch,
  };
}

/** Reserves the web's port until the web starts. A web whose launcher was killed takes a moment to end. */
export async function claimPort({ host, port }: Env): Promise<void> {
  const deadline = Date.now() + PORT_WAIT_MS;
  while (!(await holdPort(port, host))) {
    if (Date.now() > deadline) {
      throw new Error(`Another program uses port ${port} of ${host}. Stop it, or set PORT to another port.`);
    }
    await delay(PORT_POLL_MS);
  }
}

function localAddress({ host, port }: Env): string {
  if (host === "0.0.0.0") return `http://127.0.0.1:${port}`;
  if (host === "::") return `http://[::1]:${port}`;
  return `http://${host.includes(":") ? `[${host}]` : host}:${port}`;
}

/** How to run a program in a separate process: compiled, or from its source. */
export function argumentsOf(program: keyof typeof PROGRAMS): readonly string[] {
  if (IS_COMPILED) return [join(PRODUCT, `${program}.mjs`)];
  return [...TYPESCRIPT, join(ROOT, PROGRAMS[program])];
}
