import type { Keyring } from "@/lib/crypto/keyring";
import type { Db } from "@/lib/db";
import type { Prisma } from "@/lib/generated/prisma/client";
import { type Break, type ChainState, firstBreak } from "./chain";
import { ChainError, isBegunLate, linksOf, readChain } from "./chain-rows";

export type Verdict = {
  organisation: { id: string; name: string };
  /** Null if the chain's own row is missing or invalid. */
  state: ChainState | null;
  /** Null if there is no chain, or if the version that began it didn't record the time. */
  begunAt: Date | null;
  /** The organisation or an entry is older than the chain, so nobody can say what happened to earlier entries. */
  isBegunLate: boolean;
  /** Written a moment ago. The worker links them within seconds. */
  waiting: number;
  /** Null: every link is intact. Position 0 is the chain's own row. */
  broken: Break | null;
};

/** Verifies every organisation's chain, each in one snapshot. */
export async function verifyAudit(db: Db, keyring: Keyring): Promise<Verdict[]> {
  const organisations = await db.organisation.findMany({
    select: { id: true, name: true },
    orderBy: { id: "asc" },
  });
  const verdicts: Verdict[] = [];
  for (const organisation of organisations) verdicts.push(await verifyOne(db, keyring, organisation));
  return verdicts;
}

async function verifyOne(db: Db, keyring: Keyring, organisation: Verdict["organisation"]): Promise<Verdict> {
  const { id } = organisation;
  return await db.$transaction(
    async (tx) => {
      const none = { organisation, state: null, begunAt: null, isBegunLate: false };
      const waiting = await tx.auditUnlinked.count({ where: { organisationId: id } });
      try {
        const chain = await readChain(tx, keyring, id);
        if (chain === null) {
          const isNew = (await tx.auditLink.findFirst({ where: { organisationId: id } })) === null;
          const broken = isNew ? null : { position: 0, reason: "the chain's own row is missing" };
          return { ...none, waiting, broken: broken ?? (await strangers(tx, id)) };
        }
        const { key, state, begunAt } = chain;
        const isLate = begunAt !== null && (await isBegunLate(tx, id, begunAt));
        const broken = await firstBreak(key, state, linksOf(tx, id));
        return {
          organisation,
          state,
          begunAt,
          isBegunLate: isLate,
          waiting,
          broken: broken ?? (await strangers(tx, id, state)),
        };
      } catch (error) {
        if (!(error instanceof ChainError)) throw error;
        return { ...none, waiting, broken: { position: 0, reason: error.message } };
      }
    },
    { isolationLevel: "RepeatableRead", timeout: LONGEST_MS },
  );
}

const LONGEST_MS = 3_600_000;

/** Entries that are neither in the chain nor waiting for it, and waiting entries that are gone. */
async function strangers(
  tx: Prisma.TransactionClient,
  organisationId: string,
  state?: ChainState,
): Promise<Break | null> {
  const rows = await tx.$queryRaw<{ id: string; gone: boolean }[]>`
    SELECT entry.id, false AS gone FROM audit_entry AS entry
     WHERE entry.organisation_id = ${organisationId}::uuid
       AND NOT EXISTS (SELECT FROM audit_link WHERE entry_id = entry.id)
       AND NOT EXISTS (SELECT FROM audit_unlinked WHERE entry_id = entry.id)
    UNION ALL
    SELECT waiting.entry_id, true FROM audit_unlinked AS waiting
     WHERE waiting.organisation_id = ${organisationId}::uuid
       AND NOT EXISTS (SELECT FROM audit_entry WHERE id = waiting.entry_id)
    LIMIT 1`;
  const [found] = rows;
  if (found === undefined) return null;
  const reason = found.gone ? "was removed before it was linked" : "is not in the chain";
  return { position: (state?.position ?? 0) + 1, reason: `the entry ${found.id} ${reason}` };
}
