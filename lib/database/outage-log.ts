/** An outage of the database is one log line when it begins, occasional lines with a count, and one when it ends. */
import type { Logger } from "pino";
import { log as processLog } from "@/lib/log";
import type { Trouble } from "./trouble";

const FIRST_WAIT_MS = 60_000;
const LONGEST_WAIT_MS = 3_600_000;
/** Longer than the interval of frequent callers: a read-only database still answers queries. */
const QUIET_MS = 15_000;

type Outage = { beganAtMs: number; failedAtMs: number; failures: number; toldAtMs: number; waitMs: number };

export class OutageLog {
  readonly #log: Pick<Logger, "error" | "info">;
  readonly #nowMs: () => number;
  #outage: Outage | null = null;

  constructor(log: Pick<Logger, "error" | "info">, nowMs = () => performance.now()) {
    this.#log = log;
    this.#nowMs = nowMs;
  }

  /** Something failed because of the database. */
  failed({ name, code, says }: Trouble): void {
    const now = this.#nowMs();
    const begun = { beganAtMs: now, failures: 0, toldAtMs: -Infinity, waitMs: FIRST_WAIT_MS };
    const outage = this.#outage ?? { ...begun, failedAtMs: now };
    this.#outage = outage;
    outage.failures += 1;
    outage.failedAtMs = now;
    if (outage.failures > 1 && now - outage.toldAtMs < outage.waitMs) return;
    if (outage.failures > 1) outage.waitMs = Math.min(outage.waitMs * 2, LONGEST_WAIT_MS);
    outage.toldAtMs = now;
    this.#log.error({ database: name, code, ...extentOf(outage) }, says);
  }

  /** The database responded. The outage is over unless something has just failed. */
  answered(): void {
    const outage = this.#outage;
    if (outage === null || this.#nowMs() - outage.failedAtMs < QUIET_MS) return;
    this.#outage = null;
    this.#log.info(extentOf(outage), "The database is responding again");
  }
}

/** `seconds`: from the first failure to the latest. */
function extentOf({ failures, beganAtMs, failedAtMs }: Outage): { failures: number; seconds: number } {
  return { failures, seconds: Math.round((failedAtMs - beganAtMs) / 1000) };
}

// On globalThis because the web bundles each route separately.
const holder: { phaseOutageLog?: OutageLog } = globalThis as { phaseOutageLog?: OutageLog };

/** This process's own. */
export function outageLog(): OutageLog {
  return (holder.phaseOutageLog ??= new OutageLog(processLog));
}
