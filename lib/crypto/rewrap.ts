/**
 * Moves every sealed value under the first key of the ring. Resumable: each value moves by itself, guarded by what it
 * was, and a value that a running process writes in between is left to the next pass.
 */
import type { Db } from "@/lib/db";
import { Prisma } from "@/lib/generated/prisma/client";
import { canaryPlace } from "@/lib/instance";
import type { Keyring } from "./keyring";
import {
  adminKeyPlace,
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
  placeOf(id: string, organisationId: string): SealContext;
  /** Rows after `after`, by id. */
  select(after: string, limit: number): Prisma.Sql;
  update(row: SealedRow, envelope: string): Prisma.Sql;
};

const FIRST_ID = "00000000-0000-0000-0000-000000000000";
const BATCH = 200;

const COLUMNS: readonly Column[] = [
  {
    table: "third_party_credential",
    column: "envelope",
    placeOf: adminKeyPlace,
    select: (after, limit) => Prisma.sql`
      SELECT id, envelope, organisation_id FROM third_party_credential
       WHERE id > ${after}::uuid AND envelope <> '' ORDER BY id LIMIT ${limit}`,
    update: ({ id, envelope: old }, envelope) => Prisma.sql`
      UPDATE third_party_credential SET envelope = ${envelope} WHERE id = ${id}::uuid AND envelope = ${old}`,
  },
  {
    table: "secret",
    column: "envelope",
    placeOf: staticSecretPlace,
    select: (after, limit) => Prisma.sql`
      SELECT secret.id, secret.envelope, app.organisation_id FROM secret
        JOIN environment ON environment.id = secret.environment_id
        JOIN app ON app.id = environment.app_id
       WHERE secret.id > ${after}::uuid AND secret.envelope IS NOT NULL ORDER BY secret.id LIMIT ${limit}`,
    update: ({ id, envelope: old }, envelope) => Prisma.sql`
      UPDATE secret SET envelope = ${envelope} WHERE id = ${id}::uuid AND envelope = ${old}`,
  },
  {
    table: "minted_credential",
    column: "envelope",
    placeOf: mintedKeyPlace,
    select: (after, limit) => Prisma.sql`
      SELECT credential.id, credential.envelope, rotating_secret.organisation_id
        FROM minted_credential AS credential
        JOIN rotating_secret ON rotating_secret.id = credential.rotating_secret_id
       WHERE credential.id > ${after}::uuid AND credential.envelope IS NOT NULL
       ORDER BY credential.id LIMIT ${limit}`,
    update: ({ id, envelope: old }, envelope) => Prisma.sql`
      UPDATE minted_credential SET envelope = ${envelope} WHERE id = ${id}::uuid AND envelope = ${old}`,
  },
  {
    table: "idempotency_key",
    column: "envelope",
    placeOf: idempotentAnswerPlace,
    select: (after, limit) => Prisma.sql`
      SELECT id, envelope, organisation_id FROM idempotency_key
       WHERE id > ${after}::uuid AND envelope IS NOT NULL ORDER BY id LIMIT ${limit}`,
    update: ({ id, envelope: old }, envelope) => Prisma.sql`
      UPDATE idempotency_key SET envelope = ${envelope} WHERE id = ${id}::uuid AND envelope = ${old}`,
  },
  {
    table: "webhook_endpoint",
    column: "envelope",
    placeOf: webhookUrlPlace,
    select: (after, limit) => Prisma.sql`
      SELECT id, envelope, organisation_id FROM webhook_endpoint
       WHERE id > ${after}::uuid ORDER BY id LIMIT ${limit}`,
    update: ({ id, envelope: old }, envelope) => Prisma.sql`
      UPDATE webhook_endpoint SET envelope = ${envelope} WHERE id = ${id}::uuid AND envelope = ${old}`,
  },
  {
    table: "webhook_secret",
    column: "envelope",
    placeOf: webhookSecretPlace,
    select: (after, limit) => Prisma.sql`
      SELECT secret.id, secret.envelope, endpoint.organisation_id FROM webhook_secret AS secret
        JOIN webhook_endpoint AS endpoint ON endpoint.id = secret.endpoint_id
       WHERE secret.id > ${after}::uuid ORDER BY secret.id LIMIT ${limit}`,
    update: ({ id, envelope: old }, envelope) => Prisma.sql`
      UPDATE webhook_secret SET envelope = ${envelope} WHERE id = ${id}::uuid AND envelope = ${old}`,
  },
  {
    table: "instance",
    column: "canary",
    placeOf: (id) => canaryPlace(id),
    select: (after, limit) => Prisma.sql`
      SELECT instance_id AS id, canary AS envelope, '-' AS organisation_id FROM instance
       WHERE instance_id > ${after}::uuid ORDER BY instance_id LIMIT ${limit}`,
    update: ({ id, envelope: old }, envelope) => Prisma.sql`
      UPDATE instance SET canary = ${envelope} WHERE instance_id = ${id}::uuid AND canary = ${old}`,
  },
];

const labelOf = ({ table, column }: Column) => `${table}.${column}`;

/** Every column that holds sealed values. */
export const SEALED_COLUMNS = COLUMNS.map(labelOf);

/** Key id → how many values are sealed with it, by `table.column`. Damaged values count under "?". */
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
  /** Values that no key of the ring opens; they stay as they are. */
  stuck: { table: string; id: string; reason: string }[];
};

/** Ends when a whole pass finds nothing left to move, or at the signal. `onProgress` hears of each 200 moved. */
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

/** False where the row has changed since it was read. */
async function moveRow(db: Db, keyring: Keyring, column: Column, row: SealedRow): Promise<boolean> {
  const place = column.placeOf(row.id, row.organisation_id);
  const envelope = await seal(keyring, place, await open(keyring, place, row.envelope));
  return (await db.$executeRaw(column.update(row, envelope))) === 1;
}

async function* everyRow(db: Db, column: Column): AsyncGenerator<SealedRow> {
  let after = FIRST_ID;
  for (;;) {
    const rows = await db.$queryRaw<SealedRow[]>(column.select(after, BATCH));
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
