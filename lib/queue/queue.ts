/** Wake-ups by pg-boss. Rows are the truth, so a lost or duplicate job changes nothing. Payloads contain only IDs. */
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

/** `short`: one queued job per key. A failed one isn't retried, because the worker finds the row anyway. */
const QUEUE_OPTIONS = {
  notify: true,
  retryLimit: 0,
  retentionSeconds: 86_400,
  deleteAfterSeconds: 600,
} as const;

/** Future work isn't announced: each worker checks every second for the next row that becomes due. */
const ANNOUNCED_BEFORE_MS = 5_000;

/** `at`: when the row is due. */
export type WakeUp = { rotatingSecretId: string; at: Date } | { credentialId: string; at: Date };

export type WakeQueue = {
  /** For committed rows. Never fails: the worker's next check finds what isn't sent. */
  wake(wakeUps: readonly WakeUp[]): Promise<void>;
  /** From now on this process receives its own wake-ups immediately and sends none. Null: no longer. */
  hear(wake: ((ids: string[]) => void) | null): void;
};

export async function createQueues(boss: PgBoss): Promise<void> {
  for (const name of QUEUES) {
    await boss.createQueue(name, { policy: "short", ...QUEUE_OPTIONS });
    // Queues of an older version keep their options.
    await boss.updateQueue(name, QUEUE_OPTIONS);
  }
}

/** The ID of the row in a job. Null if another version wrote the job. */
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
        log.warn({ err: error }, "A wake-up wasn't sent; the worker finds the row at its next check");
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
  // The due time is part of the key, so a job already queued for another time never replaces this one.
  return { data, singletonKey: `${idOf(data)}@${at.getTime()}` };
}

function idOf(row: z.output<typeof wakeUpSchema>): string {
  return "credentialId" in row ? row.credentialId : row.rotatingSecretId;
}
