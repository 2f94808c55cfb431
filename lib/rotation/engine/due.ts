/** Finds due work in the rows, whatever happened to its wake-up: jobs may be lost, rows are the truth. */
import { PREPARED } from "@/lib/database/prepared";
import { Prisma } from "@/lib/generated/prisma/client";
import type { Db, Tx } from "@/lib/db";
import { GLOBAL_ADDRESS, REGION_PATTERN } from "@/lib/providers/residency";
import type { Allowance } from "../core/schedule";

/**
 * A mint names its rotating secret, a settlement its credential. Both name the admin key that they use.
 * `keyAddress`: where a new key will be checked. Null if none will.
 */
export type DueWork = {
  kind: "mint" | "settle";
  id: string;
  rootId: string;
  keyAddress: string | null;
  dueAt: Date;
  /** Since it was due. */
  waitedSeconds: number;
};

type Row = DueWork & { isAskedFor: boolean };

const MINT_DUE_AT = Prisma.sql`COALESCE(retry_at, rotate_requested_at, next_rotation_at)`;
/** Like `mintIsDue`, and like the index `rotating_secret_due`. */
const MAY_MINT = Prisma.sql`deleted_at IS NULL AND (pause_reason IS NULL OR rotate_requested_at IS NOT NULL)`;
const NOT_LEASED = Prisma.sql`(lease_until IS NULL OR lease_until <= now())`;
/** Like `keyAddressOf`. */
const KEY_ADDRESS = Prisma.sql`COALESCE(lower(substring(project_residency FROM ${REGION_PATTERN}::text)), ${GLOBAL_ADDRESS}::text)`;

/** Not the name of any address. */
const ANY_ADDRESS = "";

export type DueOptions = {
  /** IDs of rows to leave out. */
  except?: readonly string[];
  /** Admin keys to leave out. With an address: only work that would check a key there. */
  exceptPlaces?: readonly Pick<DueWork, "rootId" | "keyAddress">[];
  /**
   * The allowance of each admin key. If given, no more work is found than calls may be made now, and none
   * while it is parked.
   */
  allowance?: Allowance;
};

/**
 * Work that is due now and that nobody holds, most urgent first. At most `most` of a kind per admin key, so
 * that no backlog hides another key's work.
 */
export async function findDue(
  db: Db,
  most: number,
  { except = [], exceptPlaces = [], allowance }: DueOptions = {},
): Promise<DueWork[]> {
  const isOther = Prisma.sql`id <> ALL(${except}::uuid[])`;
  const isFull = (address: Prisma.Sql) => Prisma.sql`
    (root.id, ${address}) IN (SELECT * FROM unnest(${exceptPlaces.map(({ rootId }) => rootId)}::uuid[],
      ${exceptPlaces.map(({ keyAddress }) => keyAddress ?? ANY_ADDRESS)}::text[]))`;
  const mayTryKey = Prisma.sql`NOT ${isFull(KEY_ADDRESS)}`;
  const isMint = Prisma.sql`
    third_party_credential_id = root.id AND ${MAY_MINT} AND environment_id IS NOT NULL
      AND ${MINT_DUE_AT} <= now() AND ${NOT_LEASED} AND ${isOther} AND ${mayTryKey}`;
  const isSettlement = Prisma.sql`
    third_party_credential_id = root.id AND next_check_at <= now() AND ${NOT_LEASED} AND ${isOther}`;
  const rows = await db.$queryRaw<Row[]>`${PREPARED}
    SELECT due.kind, due.id, root.id AS "rootId", due.address AS "keyAddress", due.due_at AS "dueAt",
           EXTRACT(EPOCH FROM now() - due.due_at)::float8 AS "waitedSeconds",
           due.is_asked_for AS "isAskedFor"
      FROM third_party_credential AS root
     CROSS JOIN LATERAL (${callsNow(most, allowance)}) AS calls
     CROSS JOIN LATERAL (
       (SELECT 'mint' AS kind, id, ${KEY_ADDRESS} AS address, ${MINT_DUE_AT} AS due_at, true AS is_asked_for
          FROM rotating_secret
         WHERE ${isMint} AND rotate_requested_at IS NOT NULL ORDER BY rotate_requested_at LIMIT calls.urgent)
       UNION ALL
       (SELECT 'mint', id, ${KEY_ADDRESS}, ${MINT_DUE_AT}, false FROM rotating_secret
         WHERE ${isMint} AND rotate_requested_at IS NULL ORDER BY ${MINT_DUE_AT} LIMIT calls.usual)
       UNION ALL
       (SELECT 'settle', id, NULL, next_check_at, false FROM minted_credential
         WHERE ${isSettlement} AND state NOT IN ('SENDING', 'MINTED') ORDER BY next_check_at LIMIT calls.usual)
       UNION ALL
       -- No call with the admin key: a request that was lost, or a saved key that waits to be tried and exposed.
       (SELECT 'settle', id, CASE state WHEN 'MINTED' THEN ${KEY_ADDRESS} END, next_check_at, false
          FROM minted_credential
         WHERE ${isSettlement} AND (state = 'SENDING' OR state = 'MINTED' AND ${mayTryKey})
         ORDER BY next_check_at LIMIT ${most})
     ) AS due
     WHERE NOT ${isFull(Prisma.sql`${ANY_ADDRESS}::text`)}`;
  return inOrder(rows);
}

/** How many calls may be made with an admin key now; urgent ones don't wait for their turn. */
function callsNow(most: number, allowance: Allowance | undefined): Prisma.Sql {
  if (allowance === undefined) return Prisma.sql`SELECT ${most}::int AS urgent, ${most}::int AS usual`;
  const { spacingSeconds, burst } = allowance;
  const ahead = spacingSeconds * (burst - 1);
  const turns = Prisma.sql`floor((EXTRACT(EPOCH FROM now() - root.paced_until) + ${ahead}) / ${spacingSeconds}) + 1`;
  return Prisma.sql`
    SELECT CASE WHEN root.parked_until > now() THEN 0 ELSE ${most}::int END AS urgent,
           CASE WHEN root.parked_until > now() THEN 0
                ELSE LEAST(GREATEST(COALESCE(${turns}, ${most}), 0), ${most})::int END AS usual`;
}

/**
 * Rotations requested by people come first. Then mints and settlements take turns, so that neither backlog
 * delays the other.
 */
function inOrder(rows: Row[]): DueWork[] {
  const byTime = rows.toSorted((one, other) => one.dueAt.getTime() - other.dueAt.getTime());
  const turns = { mint: 0, settle: 0 };
  const placed = byTime.map((row) => ({ row, turn: row.isAskedFor ? -1 : turns[row.kind]++ }));
  return placed
    .toSorted((one, other) => one.turn - other.turn)
    .map(({ row: { isAskedFor: _, ...work } }) => work);
}

const PLANNED = {
  mints: Prisma.sql`rotating_secret WHERE ${MAY_MINT} AND ${MINT_DUE_AT}`,
  settlements: Prisma.sql`minted_credential WHERE next_check_at`,
};

/**
 * Columns of a database check: whether any row is due, and in how many milliseconds the next one is. Null if
 * none is planned.
 */
export const DUE_COLUMNS = Prisma.sql`
  EXISTS (SELECT FROM ${PLANNED.mints} <= now()) OR EXISTS (SELECT FROM ${PLANNED.settlements} <= now()) AS "isDue",
  (SELECT (EXTRACT(EPOCH FROM min(at) - now()) * 1000)::float8 FROM (
     (SELECT ${MINT_DUE_AT} AS at FROM ${PLANNED.mints} > now() ORDER BY 1 LIMIT 1)
     UNION ALL
     (SELECT next_check_at FROM ${PLANNED.settlements} > now() ORDER BY 1 LIMIT 1)
   ) AS planned) AS "nextDueInMs"`;

/** For how many seconds the oldest work of each kind has been due, held or not. 0 if none is. */
export async function oldestDue(db: Tx): Promise<{ mint: number; settle: number }> {
  const [row] = await db.$queryRaw<{ mint: number; settle: number }[]>`
    SELECT COALESCE((SELECT EXTRACT(EPOCH FROM now() - ${MINT_DUE_AT}) FROM ${PLANNED.mints} <= now()
                      ORDER BY ${MINT_DUE_AT} LIMIT 1), 0)::float8 AS mint,
           COALESCE((SELECT EXTRACT(EPOCH FROM now() - next_check_at) FROM ${PLANNED.settlements} <= now()
                      ORDER BY next_check_at LIMIT 1), 0)::float8 AS settle`;
  return row ?? { mint: 0, settle: 0 };
}
