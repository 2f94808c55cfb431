/** Finds what is due in the rows, whatever became of its wake-up: jobs may be lost, rows are the truth. */
import { Prisma } from "@/lib/generated/prisma/client";
import type { Db } from "@/lib/db";
import type { WakeQueue } from "@/lib/queue/queue";
import { beginWork } from "../store";

const MOST_AT_ONCE = 500;

type Due = { id: string; due_at: Date };

const MINT_DUE_AT = Prisma.sql`COALESCE(retry_at, rotate_requested_at, next_rotation_at)`;
/** As `mintIsDue` has it, and as the index `rotating_secret_due` is built. */
const MAY_MINT = Prisma.sql`deleted_at IS NULL AND (pause_reason IS NULL OR rotate_requested_at IS NOT NULL)`;
const NOT_LEASED = Prisma.sql`(lease_until IS NULL OR lease_until <= now())`;

/**
 * Sends a wake-up for every overdue row and tells how many. Idempotent: a wake-up that is queued already is not queued
 * twice, and one too many finds nothing due.
 */
export async function sweep(db: Db, queue: WakeQueue): Promise<number> {
  return await db.$transaction(async (tx) => {
    await beginWork(tx);
    const secrets = await tx.$queryRaw<Due[]>`
      SELECT id, ${MINT_DUE_AT} AS due_at FROM rotating_secret
      WHERE ${MAY_MINT} AND environment_id IS NOT NULL AND ${MINT_DUE_AT} <= now() AND ${NOT_LEASED}
      ORDER BY due_at LIMIT ${MOST_AT_ONCE}`;
    for (const { id, due_at: dueAt } of secrets) await queue.wakeMint(tx, id, dueAt);
    const credentials = await tx.$queryRaw<Due[]>`
      SELECT id, next_check_at AS due_at FROM minted_credential
      WHERE next_check_at <= now() AND ${NOT_LEASED}
      ORDER BY next_check_at LIMIT ${MOST_AT_ONCE}`;
    for (const { id, due_at: dueAt } of credentials) await queue.wakeSettle(tx, id, dueAt);
    return secrets.length + credentials.length;
  });
}

/** Milliseconds until the next row is due, by the database clock; null when nothing is planned. */
export async function untilNextDue(db: Db): Promise<number | null> {
  const [next] = await db.$queryRaw<{ milliseconds: number | null }[]>`
    SELECT (EXTRACT(EPOCH FROM min(at) - now()) * 1000)::float8 AS milliseconds FROM (
      (SELECT ${MINT_DUE_AT} AS at FROM rotating_secret WHERE ${MAY_MINT} AND ${MINT_DUE_AT} > now() ORDER BY 1 LIMIT 1)
      UNION ALL
      (SELECT next_check_at FROM minted_credential WHERE next_check_at > now() ORDER BY 1 LIMIT 1)
    ) AS planned`;
  return next?.milliseconds ?? null;
}
