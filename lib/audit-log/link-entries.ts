/**
 * Links new entries. This is separate from the transactions that write them, because a chain orders
 * everything that an organisation does and each transaction would have to wait for the previous one.
 */
import type { Keyring } from "@/lib/crypto/keyring";
import type { Tx } from "@/lib/db";
import { Prisma } from "@/lib/generated/prisma/client";
import { linkDigest } from "./chain";
import {
  type AuditServices,
  beginChain,
  ChainError,
  ENTRY_CONTENT,
  isBegunLate,
  readChain,
  writeState,
} from "./chain-rows";

const ENTRIES_AT_ONCE = 500;

const QUIET_MS = 3_600_000;
const quietUntil = new Map<string, number>();

/** A column of a database check: whether any entry is waiting. */
export const UNLINKED_COLUMN = Prisma.sql`EXISTS (SELECT FROM audit_unlinked) AS "hasUnlinked"`;

type Pending = { id: string; content: string; linked: boolean };

/**
 * Continues until no entry is left. A chain that was tampered with stays unchanged and is logged once an hour
 * per process, because every run finds it.
 */
export async function linkEntries({ db, keyring, log }: AuditServices): Promise<void> {
  const waiting = await db.$queryRaw<{ organisationId: string }[]>`
    SELECT DISTINCT organisation_id AS "organisationId" FROM audit_unlinked`;
  for (const { organisationId } of waiting) {
    try {
      if ((await db.auditChain.findUnique({ where: { organisationId }, select: { mac: true } })) === null)
        await begin({ db, keyring, log }, organisationId);
      while ((await db.$transaction((tx) => linkSome(tx, keyring, organisationId))) === ENTRIES_AT_ONCE);
    } catch (error) {
      if (!(error instanceof ChainError)) throw error;
      if (performance.now() < (quietUntil.get(organisationId) ?? 0)) continue;
      quietUntil.set(organisationId, performance.now() + QUIET_MS);
      log.error({ organisationId, reason: error.message }, "The audit log's chain is broken");
    }
  }
}

/** Logs a chain that begins too late: the person who removed the first one can't change the log. */
async function begin({ db, keyring, log }: AuditServices, organisationId: string): Promise<void> {
  const begunAt = await beginChain(db, keyring, organisationId);
  if (begunAt !== null && (await isBegunLate(db, organisationId, begunAt)))
    log.warn({ organisationId }, "The audit log's chain begins later than the organisation");
}

/** Returns how many it found. */
async function linkSome(tx: Tx, keyring: Keyring, organisationId: string): Promise<number> {
  const mine = await tx.$queryRaw<unknown[]>`
    SELECT 1 FROM audit_chain WHERE organisation_id = ${organisationId}::uuid FOR NO KEY UPDATE SKIP LOCKED`;
  if (mine.length === 0) return 0;
  const chain = await readChain(tx, keyring, organisationId);
  if (chain === null) return 0;
  const found = await tx.$queryRaw<Pending[]>`
    SELECT entry.id, ${ENTRY_CONTENT} AS content, link.entry_id IS NOT NULL AS linked
      FROM (SELECT entry.* FROM audit_unlinked AS waiting JOIN audit_entry AS entry ON entry.id = waiting.entry_id
             WHERE waiting.organisation_id = ${organisationId}::uuid
             ORDER BY waiting.entry_id LIMIT ${ENTRIES_AT_ONCE}) AS entry
      LEFT JOIN audit_link AS link ON link.entry_id = entry.id
     ORDER BY entry.id`;
  const { key, state } = chain;
  let { position, digest } = state;
  const fresh = found.filter(({ linked }) => !linked);
  const digests = fresh.map(({ content }) => {
    position += 1;
    digest = linkDigest(key, position, digest, content);
    return digest;
  });
  await tx.$executeRaw`
    INSERT INTO audit_link (organisation_id, position, entry_id, digest)
    SELECT ${organisationId}::uuid, ${state.position} + number, entry_id, digest
      FROM unnest(${fresh.map(({ id }) => id)}::uuid[], ${digests}::text[])
      WITH ORDINALITY AS link (entry_id, digest, number)`;
  await tx.$executeRaw`DELETE FROM audit_unlinked WHERE entry_id = ANY(${found.map(({ id }) => id)}::uuid[])`;
  await writeState(tx, organisationId, key, { ...state, position, digest });
  return found.length;
}
