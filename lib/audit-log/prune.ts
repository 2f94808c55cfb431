import type { Keyring } from "@/lib/crypto/keyring";
import type { Tx } from "@/lib/db";
import { recordAudit } from "./record-audit";
import { linkDigest, sameDigest } from "./chain";
import { type AuditServices, ChainError, ENTRY_CONTENT, readChain, writeState } from "./chain-rows";

const LINKS_AT_ONCE = 1_000;

type Row = { position: bigint; digest: string; content: string | null; old: boolean | null };

/**
 * Removes older entries from the start of each chain. The chain continues, and an entry records the removal.
 * If a chain was tampered with, nothing is removed, because the entries may be evidence.
 */
export async function pruneAudit({ db, keyring, log }: AuditServices, days: number): Promise<void> {
  const chains = await db.auditChain.findMany({ select: { organisationId: true } });
  for (const { organisationId } of chains) {
    try {
      while ((await db.$transaction((tx) => pruneSome(tx, keyring, organisationId, days))) === LINKS_AT_ONCE);
    } catch (error) {
      if (!(error instanceof ChainError)) throw error;
      log.error({ organisationId, reason: error.message }, "The audit log wasn't pruned");
    }
  }
}

/** Returns how many it removed. */
async function pruneSome(tx: Tx, keyring: Keyring, organisationId: string, days: number): Promise<number> {
  await tx.$queryRaw`SELECT 1 FROM audit_chain WHERE organisation_id = ${organisationId}::uuid FOR NO KEY UPDATE`;
  const chain = await readChain(tx, keyring, organisationId);
  if (chain === null) return 0;
  const { key, state } = chain;
  const rows = await tx.$queryRaw<Row[]>`
    SELECT link.position, link.digest, CASE WHEN entry.id IS NOT NULL THEN ${ENTRY_CONTENT} END AS content,
           entry.at < now() - make_interval(days => ${days}::int) AS old
      FROM audit_link AS link LEFT JOIN audit_entry AS entry ON entry.id = link.entry_id
     WHERE link.organisation_id = ${organisationId}::uuid ORDER BY link.position LIMIT ${LINKS_AT_ONCE}`;
  let { prunedPosition: through, prunedDigest: before } = state;
  for (const { position, digest, content, old } of rows) {
    if (old === false) break;
    if (
      content === null ||
      Number(position) !== through + 1 ||
      !sameDigest(digest, linkDigest(key, through + 1, before, content))
    ) {
      throw new ChainError(`The chain is broken at position ${through + 1}.`);
    }
    [through, before] = [through + 1, digest];
  }
  const entries = through - state.prunedPosition;
  if (entries === 0) return 0;
  await tx.$queryRaw`SELECT phase_prune_audit(${organisationId}::uuid, ${through}::bigint)`;
  await writeState(tx, organisationId, key, { ...state, prunedPosition: through, prunedDigest: before });
  const actor = { kind: "system", organisationId } as const;
  const subject = { id: organisationId, name: "" };
  const detail = { entries, through, olderThanDays: days };
  await recordAudit(tx, { actor, origin: { ip: null, userAgent: null } }, "audit.pruned", subject, detail);
  return entries;
}
