import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { pathToFileURL } from "node:url";
import type { Env } from "@/lib/settings/env";
import { NEXT, NO_ENV_FILES } from "./build";
import { compiledFile, IS_COMPILED } from "./compiled";
import { holdPort, letGoOfPort } from "../machine/ports";
import type { Program } from "./program";
import { ROOT } from "../root";

const TSX = pathToFileURL(join(ROOT, "node_modules/tsx/dist/loader.mjs")).href;
/** What the web process loads before anything else. */
const BEFORE_WEB = ["caller-address", "known-methods", "security-headers"].map(
  (name) => pathToFileURL(join(ROOT, `installation/programs/${name}.mjs`)).href,
);
const PORT_WAIT_MS = 5_000;
const PORT_POLL_MS = 100;

/** The console and API, from the production build or, for working on it, compiled as it is asked for. */
export function webProgram(env: Env, { dev = false }: { dev?: boolean } = {}): Program {
  return {
    name: "web",
    args: [
      ...BEFORE_WEB.flatMap((file) => ["--import", file]),
      ...[NEXT, dev ? "dev" : "start", "-H", env.host, "-p", String(env.port)],
    ],
    env: { ...NO_ENV_FILES, NODE_ENV: dev ? "development" : "production" },
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
    args: IS_COMPILED
      ? [compiledFile("worker-process")]
      : [...(watch ? ["--watch", "--watch-preserve-output"] : []), "--import", TSX, "worker/main.ts"],
    // A little more than the worker gives itself to finish what it has begun.
    stopWithinMs: env.providerTimeoutSeconds * 1_500 + 25_000,
    // The process that watches the files passes no messages on.
    tellsReady: !watch,
    logsOnly: !watch,
  };
}

/** Takes the web's port and keeps it until the web starts: a web whose launcher was killed takes a moment to go. */
export async function claimPort({ host, port }: Env): Promise<void> {
  const deadline = Date.now() + PORT_WAIT_MS;
  while (!(await holdPort(port, host))) {
    if (Date.now() > deadline) {
      throw new Error(
        `Port ${port} of ${host} is taken by another program. Stop that one, or set PORT to another port.`,
      );
    }
    await delay(PORT_POLL_MS);
  }
}

function localAddress({ host, port }: Env): string {
  if (host === "0.0.0.0") return `http://127.0.0.1:${port}`;
  if (host === "::") return `http://[::1]:${port}`;
  return `http://${host.includes(":") ? `[${host}]` : host}:${port}`;
}

/** The loader that lets Node run TypeScript. */
export const TYPESCRIPT = ["--import", TSX] as const;
