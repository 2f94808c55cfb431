/** Request limits. Those that protect secrets are stored in PostgreSQL, shared by every web process. */
import {
  RateLimiterMemory,
  RateLimiterPrisma,
  RateLimiterRes,
  type RateLimiterAbstract,
} from "rate-limiter-flexible";
import type { Db } from "@/lib/db";
import { DomainError } from "@/lib/errors";

const MINUTE = 60;
const QUARTER_HOUR = 15 * MINUTE;

/** Requests per window of this many seconds. */
const BUDGETS = {
  /** Values shown to a person, one by one or a whole environment. */
  reveal: { points: 30, duration: MINUTE },
  /** Messages sent by hand, so that nobody's receiver is flooded. */
  webhook: { points: 30, duration: MINUTE },
  /** Exports of the audit log. */
  export: { points: 10, duration: MINUTE },
  /** Links created for members, which may be emailed. */
  invite: { points: 60, duration: QUARTER_HOUR },
  /** Links followed, by IP address. */
  invitation: { points: 60, duration: QUARTER_HOUR },
  /** Command-line logins that an IP address requests, and codes that a member enters. */
  login: { points: 20, duration: QUARTER_HOUR },
  setup: { points: 20, duration: QUARTER_HOUR },
  password: { points: 10, duration: QUARTER_HOUR },
} as const;
export type Budget = keyof typeof BUDGETS;

/**
 * Expensive requests, for people and programs alike. Counted in this process: the limits protect the database
 * and the provider, so counting must not cost what they save.
 */
const COSTLY = {
  /** Searches of names: everything, the overview, or an environment. */
  search: { points: 240, duration: MINUTE },
  /** All values of an environment. Programs read often, but nobody needs some hundred reads a second. */
  read: { points: 24_000, duration: MINUTE },
  /** Requests passed on to the provider: its projects, and the check of a key. */
  provider: { points: 120, duration: MINUTE },
  /** Changes that cause provider calls: about as many as one admin key may make. */
  change: { points: 300, duration: MINUTE },
  import: { points: 60, duration: MINUTE },
  /** Browsers' reports about the pages' policy. */
  report: { points: 20, duration: MINUTE },
  /** Schedule calculations. */
  preview: { points: 600, duration: MINUTE },
} as const;
export type Cost = keyof typeof COSTLY;

/** The limit that a request counted against, and what is left. */
export type Spent = {
  name: string;
  quota: number;
  windowSeconds: number;
  remaining: number;
  resetSeconds: number;
};
/** Called for each limit, also when nothing is left. */
type OnSpent = (spent: Spent) => void;

const limiters = new WeakMap<Db, Map<Budget, RateLimiterAbstract>>();

function limiter(db: Db, budget: Budget): RateLimiterAbstract {
  const ofDb = limiters.get(db) ?? new Map<Budget, RateLimiterAbstract>();
  limiters.set(db, ofDb);
  const known = ofDb.get(budget);
  if (known !== undefined) return known;
  const made = new RateLimiterPrisma({
    ...BUDGETS[budget],
    storeClient: db,
    tableName: "rateLimiterFlexible",
    keyPrefix: budget,
    clearExpiredByTimeout: ofDb.size === 0,
  });
  ofDb.set(budget, made);
  return made;
}

/** Counts one request against a limit. Throws `too_many_requests` if it is used up. */
export async function spend(db: Db, budget: Budget, key: string, onSpent?: OnSpent): Promise<void> {
  await consume(budget, limiter(db, budget), key, onSpent);
}

/** Resets a limit. */
export async function refill(db: Db, budget: Budget, key: string): Promise<void> {
  await limiter(db, budget).delete(key);
}

// Far above what programs need. Stops a runaway loop, in this process.
const runaway = new RateLimiterMemory({ points: 60_000, duration: MINUTE });

const costly: Partial<Record<Cost, RateLimiterMemory>> = {};

/** Counts one request against a caller's limit. Throws `too_many_requests` if it is used up. */
export async function spendCost(cost: Cost, actorKey: string, onSpent?: OnSpent): Promise<void> {
  const from = (costly[cost] ??= new RateLimiterMemory({ ...COSTLY[cost], keyPrefix: cost }));
  await consume(cost, from, actorKey, onSpent);
}

export async function spendRequest(actorKey: string, onSpent?: OnSpent): Promise<void> {
  await consume("requests", runaway, actorKey, onSpent);
}

async function consume(
  name: string,
  from: RateLimiterAbstract,
  key: string,
  onSpent: OnSpent = () => undefined,
): Promise<void> {
  const tell = ({ remainingPoints, msBeforeNext }: RateLimiterRes) =>
    onSpent({
      name,
      quota: from.points,
      windowSeconds: from.duration,
      remaining: Math.max(0, remainingPoints),
      resetSeconds: Math.max(0, Math.ceil(msBeforeNext / 1000)),
    });
  try {
    tell(await from.consume(key));
  } catch (refusal) {
    if (!(refusal instanceof RateLimiterRes)) throw refusal;
    tell(refusal);
    const retryAfterSeconds = Math.max(1, Math.ceil(refusal.msBeforeNext / 1000));
    throw new DomainError("too_many_requests", `Too many requests. Try again in ${retryAfterSeconds} s.`, {
      retryAfterSeconds,
    });
  }
}
