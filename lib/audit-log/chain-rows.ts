/** Reads the rows of a chain. */
import { randomBytes } from "node:crypto";
import type { Logger } from "pino";
import * as z from "zod";
import type { Keyring } from "@/lib/crypto/keyring";
import { auditChainPlace } from "@/lib/crypto/places";
import { open, seal, SealError } from "@/lib/crypto/sealed";
import { databaseNow, type Db, type Tx } from "@/lib/db";
import { Prisma } from "@/lib/generated/prisma/client";
import { type ChainKey, type ChainState, EMPTY, type Link, sameDigest, stateMac } from "./chain";

const LINKS_AT_ONCE = 1_000;

/** The content of an entry as one text that PostgreSQL always writes the same way. Add a new column at the end. */
export const ENTRY_CONTENT = Prisma.sql`jsonb_build_array(
  entry.id, entry.organisation_id, to_char(entry.at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US'), entry.action,
  entry.actor, entry.actor_kind, entry.actor_id, entry.ip, entry.user_agent, entry.subject_type, entry.subject_id,
  entry.subject_name, entry.detail)::text`;

const rowSchema = z.object({
  envelope: z.string(),
  position: z.coerce.number(),
  digest: z.string(),
  prunedPosition: z.coerce.number(),
  prunedDigest: z.string(),
  mac: z.string(),
});

export type AuditServices = { db: Db; keyring: Keyring; log: Logger };
export type Chain = {
  key: ChainKey;
  state: ChainState;
  /**
   * Encrypted with the key, so that a new chain can't be made to look as old as a removed one. Null: not
   * recorded at that time.
   */
  begunAt: Date | null;
};

/** Says why a chain can't be continued. */
export class ChainError extends Error {
  override readonly name = "ChainError";
}

/** Null if the organisation has no chain. Throws ChainError. */
export async function readChain(
  tx: Db | Tx,
  keyring: Keyring,
  organisationId: string,
): Promise<Chain | null> {
  const found = await tx.auditChain.findUnique({ where: { organisationId } });
  if (found === null) return null;
  const { envelope, mac, ...state } = rowSchema.parse(found);
  const sealed = await open(keyring, auditChainPlace(organisationId), envelope).catch((error: unknown) => {
    throw error instanceof SealError
      ? new ChainError(`The chain's key can't be read. ${error.message}`)
      : error;
  });
  const [key = "", begunAt] = sealed.split(" ");
  const chain = {
    key: Buffer.from(key, "base64"),
    state,
    begunAt: begunAt === undefined ? null : new Date(begunAt),
  };
  if (!sameDigest(mac, stateMac(chain.key, organisationId, state))) {
    throw new ChainError("The row with the chain's start and end was changed.");
  }
  return chain;
}

/**
 * Begins an empty chain. If several processes try, one wins. Returns when, or null if another one began it.
 * Throws ChainError if links exist without a chain row.
 */
export async function beginChain(db: Db, keyring: Keyring, organisationId: string): Promise<Date | null> {
  if ((await db.auditLink.findFirst({ where: { organisationId } })) !== null) {
    throw new ChainError("The row with the chain's start and end is missing.");
  }
  const key = randomBytes(32);
  const begunAt = await databaseNow(db);
  const text = `${key.toString("base64")} ${begunAt.toISOString()}`;
  const envelope = await seal(keyring, auditChainPlace(organisationId), text);
  const { count } = await db.auditChain.createMany({
    data: [{ organisationId, envelope, ...EMPTY, mac: stateMac(key, organisationId, EMPTY) }],
    skipDuplicates: true,
  });
  return count === 0 ? null : begunAt;
}

/** The worker links the first entry soon after an organisation was created. */
const SOON_MS = 600_000;

/** Whether entries from before the chain began could have been changed or removed without a trace. */
export async function isBegunLate(db: Db | Tx, organisationId: string, begunAt: Date): Promise<boolean> {
  const before = { lt: new Date(begunAt.getTime() - SOON_MS) };
  const [older, entry] = await Promise.all([
    db.organisation.findFirst({ where: { id: organisationId, createdAt: before }, select: { id: true } }),
    db.auditEntry.findFirst({ where: { organisationId, at: before }, select: { id: true } }),
  ]);
  return older !== null || entry !== null;
}

export async function writeState(
  tx: Tx,
  organisationId: string,
  key: ChainKey,
  state: ChainState,
): Promise<void> {
  await tx.auditChain.update({
    where: { organisationId },
    data: { ...state, mac: stateMac(key, organisationId, state) },
  });
}

/** All links in order, read a thousand at a time. */
export async function* linksOf(db: Db | Tx, organisationId: string, after = 0): AsyncGenerator<Link> {
  for (;;) {
    const rows = await db.$queryRaw<(Omit<Link, "position"> & { position: bigint })[]>`
      SELECT link.position, link.entry_id AS "entryId", link.digest,
             CASE WHEN entry.id IS NOT NULL THEN ${ENTRY_CONTENT} END AS content
        FROM audit_link AS link LEFT JOIN audit_entry AS entry ON entry.id = link.entry_id
       WHERE link.organisation_id = ${organisationId}::uuid AND link.position > ${after}
       ORDER BY link.position LIMIT ${LINKS_AT_ONCE}`;
    const links = rows.map((row) => ({ ...row, position: Number(row.position) }));
    yield* links;
    const last = links.at(-1);
    if (last === undefined || links.length < LINKS_AT_ONCE) return;
    after = last.position;
  }
}
