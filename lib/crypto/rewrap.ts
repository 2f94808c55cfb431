/**
 * Re-encrypts every value under the first key of the ring. Resumable: each value moves separately, guarded by
 * its old content. The next pass moves values that a running process writes in between.
 */
import type { Db } from "@/lib/db";
import { Prisma } from "@/lib/generated/prisma/client";
import { canaryPlace } from "./places";
import type { Keyring } from "./keyring";
import {
  adminKeyPlace,
  auditChainPlace,
  idempotentAnswerPlace,
  mintedKeyPlace,
  staticSecretPlace,
  webhookSecretPlace,
  webhookUrlPlace,
} from "./places";
import { envelopeKeyId, open, seal, type SealContext, SealError } from "./sealed";

type SealedRow = { id: string; envelope: string; organisation_id: string };

type Column = {
  table: string;
  column: string;
  /** The rows' key column, unless it is `id`. */
  id?: string;
  /** The organisation of a row, as `sealed`, and the joins that lead to it. */
  organisation: string;
  joins?: string;
  placeOf(id: string, organisationId: string): SealContext;
};

const FIRST_ID = "00000000-0000-0000-0000-000000000000";
const BATCH = 200;

const COLUMNS: readonly Column[] = [
  {
    table: "third_party_credential",
    column: "envelope",
    organisation: "sealed.organisation_id",
    placeOf: adminKeyPlace,
  },
  {
    table: "secret",
    column: "envelope",
    organisation: "app.organisation_id",
    joins: `JOIN environment ON environment.id = sealed.environment_id
            JOIN app ON app.id = environment.app_id`,
    placeOf: staticSecretPlace,
  },
  {
    table: "minted_credential",
    column: "envelope",
    organisation: "rotating_secret.organisation_id",
    joins: "JOIN rotating_secret ON rotating_secret.id = sealed.rotating_secret_id",
    placeOf: mintedKeyPlace,
  },
  {
    table: "idempotency_key",
    column: "envelope",
    organisation: "sealed.organisation_id",
    placeOf: idempotentAnswerPlace,
  },
  {
    table: "webhook_endpoint",
    column: "envelope",
    organisation: "sealed.organisation_id",
    placeOf: webhookUrlPlace,
  },
  {
    table: "webhook_secret",
    column: "envelope",
    organisation: "webhook_endpoint.organisation_id",
    joins: "JOIN webhook_endpoint ON webhook_endpoint.id = sealed.endpoint_id",
    placeOf: webhookSecretPlace,
  },
  {
    table: "audit_chain",
    column: "envelope",
    id: "organisation_id",
    organisation: "sealed.organisation_id",
    placeOf: auditChainPlace,
  },
  {
    table: "instance",
    column: "canary",
    id: "instance_id",
    organisation: "'-'",
    placeOf: (id) => canaryPlace(id),
  },
];

const labelOf = ({ table, column }: Column) => `${table}.${column}`;

/** Every column that has encrypted values. */
export const SEALED_COLUMNS = COLUMNS.map(labelOf);

/** Key ID → how many values it encrypts, by `table.column`. Damaged values count under "?". */
export type KeyUse = Map<string, Map<string, number>>;

export async function countKeyUse(db: Db): Promise<KeyUse> {
  const use: KeyUse = new Map();
  for (const column of COLUMNS) {
    const label = labelOf(column);
    for await (const row of everyRow(db, column)) {
      const keyId = keyIdOf(row);
      const counts = use.get(keyId) ?? new Map<string, number>();
      use.set(keyId, counts.set(label, (counts.get(label) ?? 0) + 1));
    }
  }
  return use;
}

export type Rewrapped = {
  moved: number;
  /** Values that no key of the ring decrypts. They stay unchanged. */
  stuck: { table: string; id: string; reason: string }[];
};

/** Ends when a whole pass finds nothing left to move, or on the signal. Calls `onProgress` after each 200 values. */
export async function rewrap(
  db: Db,
  keyring: Keyring,
  { onProgress, signal }: { onProgress?: (moved: number) => void; signal?: AbortSignal } = {},
): Promise<Rewrapped> {
  let moved = 0;
  for (;;) {
    const before = moved;
    const stuck: Rewrapped["stuck"] = [];
    let lost = 0;
    for (const column of COLUMNS) {
      for await (const row of everyRow(db, column)) {
        if (signal?.aborted) return { moved, stuck };
        if (keyIdOf(row) === keyring.primaryId) continue;
        try {
          if (await moveRow(db, keyring, column, row)) {
            moved += 1;
            if (moved % BATCH === 0) onProgress?.(moved);
          } else {
            lost += 1;
          }
        } catch (error) {
          if (!(error instanceof SealError)) throw error;
          stuck.push({ table: column.table, id: row.id, reason: error.message });
        }
      }
    }
    if (moved === before && lost === 0) return { moved, stuck };
  }
}

/** False if the row has changed since it was read. */
async function moveRow(db: Db, keyring: Keyring, column: Column, row: SealedRow): Promise<boolean> {
  const place = column.placeOf(row.id, row.organisation_id);
  const envelope = await seal(keyring, place, await open(keyring, place, row.envelope));
  const { table, sealed, id } = namesOf(column);
  const updated = await db.$executeRaw`
    UPDATE ${table} SET ${sealed} = ${envelope} WHERE ${id} = ${row.id}::uuid AND ${sealed} = ${row.envelope}`;
  return updated === 1;
}

/** The column's names as SQL. They come from the list above, never from input. */
function namesOf({ table, column, id = "id", organisation, joins = "" }: Column) {
  return {
    table: Prisma.raw(table),
    sealed: Prisma.raw(column),
    id: Prisma.raw(id),
    organisation: Prisma.raw(organisation),
    joins: Prisma.raw(joins),
  };
}

async function* everyRow(db: Db, column: Column): AsyncGenerator<SealedRow> {
  const { table, sealed, id, organisation, joins } = namesOf(column);
  let after = FIRST_ID;
  for (;;) {
    // An empty envelope is a removed admin key.
    const rows = await db.$queryRaw<SealedRow[]>`
      SELECT sealed.${id} AS id, sealed.${sealed} AS envelope, ${organisation} AS organisation_id
        FROM ${table} AS sealed ${joins}
       WHERE sealed.${id} > ${after}::uuid AND sealed.${sealed} <> '' ORDER BY sealed.${id} LIMIT ${BATCH}`;
    yield* rows;
    const last = rows.at(-1);
    if (last === undefined || rows.length < BATCH) return;
    after = last.id;
  }
}

function keyIdOf({ envelope }: SealedRow): string {
  try {
    return envelopeKeyId(envelope);
  } catch {
    return "?";
  }
}
