/** Wake-ups by pg-boss. Rows are the truth: a lost or doubled job changes nothing. Payloads hold ids only. */
import type { PgBoss } from "pg-boss";
import * as z from "zod";
import { log } from "@/lib/log";

const wakeUpSchema = z.union([
  z.strictObject({ rotatingSecretId: z.uuid() }),
  z.strictObject({ credentialId: z.uuid() }),
]);

const MINT_QUEUE = "mint";
const SETTLE_QUEUE = "settle";
export const QUEUES = [MINT_QUEUE, SETTLE_QUEUE] as const;

/** `short`: one queued job a key. One that failed is not tried again: the worker finds the row all the same. */
const QUEUE_OPTIONS = {
  notify: true,
  retryLimit: 0,
  retentionSeconds: 86_400,
  deleteAfterSeconds: 600,
} as const;

/** What is due later is not announced: each worker looks every second for the next row that falls due. */
const ANNOUNCED_BEFORE_MS = 5_000;

/** `at` is when the row is due. */
export type WakeUp = { rotatingSecretId: string; at: Date } | { credentialId: string; at: Date };

export type WakeQueue = {
  /** For rows that are committed. It never fails: what is not sent is found by the worker's next look. */
  wake(wakeUps: readonly WakeUp[]): Promise<void>;
  /** From now on this process hears of its own wake-ups at once, and sends none. Null: no longer. */
  hear(wake: ((ids: string[]) => void) | null): void;
};

export async function createQueues(boss: PgBoss): Promise<void> {
  for (const name of QUEUES) {
    await boss.createQueue(name, { policy: "short", ...QUEUE_OPTIONS });
    // Those of an older version keep what they were made with.
    await boss.updateQueue(name, QUEUE_OPTIONS);
  }
}

/** The id of the row that a job tells of; null where another version wrote it. */
export function rowOf(data: unknown): string | null {
  const wakeUp = wakeUpSchema.safeParse(data);
  return wakeUp.success ? idOf(wakeUp.data) : null;
}

export function createWakeQueue(boss: Pick<PgBoss, "insert">): WakeQueue {
  let heard: ((ids: string[]) => void) | null = null;
  return {
    async wake(wakeUps) {
      const soon = wakeUps.filter(({ at }) => at.getTime() <= Date.now() + ANNOUNCED_BEFORE_MS);
      if (soon.length === 0) return;
      if (heard !== null) {
        heard(soon.map(({ at: _, ...row }) => idOf(row)));
        return;
      }
      try {
        for (const [queue, jobs] of Map.groupBy(soon, queueOf)) await boss.insert(queue, jobs.map(jobOf));
      } catch (error) {
        log.warn({ err: error }, "A wake-up was not sent: the worker finds its row at the next look");
      }
    },
    hear(wake) {
      heard = wake;
    },
  };
}

function queueOf(wakeUp: WakeUp): string {
  return "credentialId" in wakeUp ? SETTLE_QUEUE : MINT_QUEUE;
}

function jobOf({ at, ...data }: WakeUp) {
  // The due time is part of the key: one that is queued already for another time never swallows this one.
  return { data, singletonKey: `${idOf(data)}@${at.getTime()}` };
}

function idOf(row: z.output<typeof wakeUpSchema>): string {
  return "credentialId" in row ? row.credentialId : row.rotatingSecretId;
}
