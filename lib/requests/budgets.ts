/** Request budgets. Those that guard secrets live in PostgreSQL, shared by every web process. */
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

/** Requests a window of so many seconds. */
const BUDGETS = {
  /** Values shown to a person, one by one or all of an environment at once. */
  reveal: { points: 30, duration: MINUTE },
  /** Messages sent by hand: nobody's receiver is to be flooded from here. */
  webhook: { points: 30, duration: MINUTE },
  /** Of the audit log, whole. */
  export: { points: 10, duration: MINUTE },
  /** Links made for members, which may be e-mailed. */
  invite: { points: 60, duration: QUARTER_HOUR },
  /** Links followed, by address. */
  invitation: { points: 60, duration: QUARTER_HOUR },
  setup: { points: 20, duration: QUARTER_HOUR },
  password: { points: 10, duration: QUARTER_HOUR },
} as const;
export type Budget = keyof typeof BUDGETS;

/**
 * Of requests that cost more than most, for people and programs alike. Counted in this process: they protect the database and
 * the provider, so counting must not cost what they save.
 */
const COSTLY = {
  /** Search of names: of all, of the overview's, of an environment's. */
  search: { points: 240, duration: MINUTE },
  /** An environment's values at once. Programs read often: some hundred times a second is for nobody. */
  read: { points: 24_000, duration: MINUTE },
  /** Questions that go on to the provider: its projects, the test of a key. */
  provider: { points: 120, duration: MINUTE },
  /** Changes that lead to calls of the provider: about as many as one admin key makes. */
  change: { points: 300, duration: MINUTE },
  import: { points: 60, duration: MINUTE },
  /** What browsers report of the pages' policy. */
  report: { points: 20, duration: MINUTE },
  /** The times of a schedule, reckoned. */
  preview: { points: 600, duration: MINUTE },
} as const;
export type Cost = keyof typeof COSTLY;

/** What a request was taken from, and what is left of it. */
export type Spent = {
  name: string;
  quota: number;
  windowSeconds: number;
  remaining: number;
  resetSeconds: number;
};
/** Hears of it, also where there is nothing left. */
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

/** Takes one request out of a budget. Throws `too_many_requests` when it is used up. */
export async function spend(db: Db, budget: Budget, key: string, onSpent?: OnSpent): Promise<void> {
  await consume(budget, limiter(db, budget), key, onSpent);
}

/** Starts a budget afresh. */
export async function refill(db: Db, budget: Budget, key: string): Promise<void> {
  await limiter(db, budget).delete(key);
}

// Far above what programs need: it stops a loop that ran away, in this process.
const runaway = new RateLimiterMemory({ points: 60_000, duration: MINUTE });

const costly: Partial<Record<Cost, RateLimiterMemory>> = {};

/** Takes one request out of what a caller has for such. Throws `too_many_requests` when it is used up. */
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
