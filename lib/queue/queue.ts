/** Wake-ups by pg-boss. Rows are the truth: a lost or doubled job changes nothing. Payloads hold ids only. */
import { type PgBoss, fromPrisma } from "pg-boss";
import { z } from "zod";
import type { Tx } from "@/lib/db";

export const mintJobSchema = z.strictObject({ rotatingSecretId: z.uuid() });
export const settleJobSchema = z.strictObject({ credentialId: z.uuid() });

export const MINT_QUEUE = "mint";
export const SETTLE_QUEUE = "settle";

/** `short`: one queued job a key, while a running job may still send its successor. */
const QUEUE_OPTIONS = {
  policy: "short",
  notify: true,
  retryLimit: 10,
  retryDelay: 5,
  retryBackoff: true,
  retryDelayMax: 300,
  heartbeatSeconds: 15,
  // Longer than the longest schedule: a job due in a year outlives the wait.
  retentionSeconds: 400 * 86_400,
  deleteAfterSeconds: 3_600,
} as const;

export type WakeQueue = {
  /** Sends in the caller's transaction: rolled back with it. `at` is when the row is due. */
  wakeMint(tx: Tx, rotatingSecretId: string, at: Date): Promise<void>;
  wakeSettle(tx: Tx, credentialId: string, at: Date): Promise<void>;
};

export async function createQueues(boss: PgBoss): Promise<void> {
  for (const name of [MINT_QUEUE, SETTLE_QUEUE]) await boss.createQueue(name, QUEUE_OPTIONS);
}

/** The due time is part of the key, so that an earlier wake-up is never swallowed by a later one already queued. */
function wakeKey(id: string, at: Date): string {
  return `${id}@${at.getTime()}`;
}

export function createWakeQueue(boss: PgBoss): WakeQueue {
  return {
    async wakeMint(tx, rotatingSecretId, at) {
      const options = { singletonKey: wakeKey(rotatingSecretId, at), startAfter: at, db: fromPrisma(tx) };
      await boss.send(MINT_QUEUE, { rotatingSecretId }, options);
    },
    async wakeSettle(tx, credentialId, at) {
      const options = { singletonKey: wakeKey(credentialId, at), startAfter: at, db: fromPrisma(tx) };
      await boss.send(SETTLE_QUEUE, { credentialId }, options);
    },
  };
}
