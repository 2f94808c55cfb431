/** Wake-ups by pg-boss. Rows are the truth: a lost or doubled job changes nothing. Payloads hold ids only. */
import { type PgBoss, fromPrisma } from "pg-boss";
import * as z from "zod";
import type { Tx } from "@/lib/db";

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

export type WakeQueue = {
  /** Sends in the caller's transaction: rolled back with it. `at` is when the row is due. */
  wakeMint(tx: Tx, rotatingSecretId: string, at: Date): Promise<void>;
  wakeSettle(tx: Tx, credentialId: string, at: Date): Promise<void>;
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
  if (!wakeUp.success) return null;
  return "credentialId" in wakeUp.data ? wakeUp.data.credentialId : wakeUp.data.rotatingSecretId;
}

export function createWakeQueue(boss: PgBoss): WakeQueue {
  const send = async (tx: Tx, queue: string, id: string, data: z.output<typeof wakeUpSchema>, at: Date) => {
    if (at.getTime() > Date.now() + ANNOUNCED_BEFORE_MS) return;
    // The due time is part of the key: one that is queued already for another time never swallows this one.
    await boss.send(queue, data, { singletonKey: `${id}@${at.getTime()}`, db: fromPrisma(tx) });
  };
  return {
    wakeMint: (tx, rotatingSecretId, at) => send(tx, MINT_QUEUE, rotatingSecretId, { rotatingSecretId }, at),
    wakeSettle: (tx, credentialId, at) => send(tx, SETTLE_QUEUE, credentialId, { credentialId }, at),
  };
}
