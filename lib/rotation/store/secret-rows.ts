/**
 * A rotating secret and everything its next step depends on, read in one statement: the secret, its
 * credentials with pending work, and their admin keys.
 */
import type { Db } from "@/lib/db";
import { PREPARED } from "@/lib/database/prepared";
import { IS_ACTIVE, IS_PENDING } from "./pending";
import type { About, CredentialRow, RootRow, SecretRow } from "./store";

export type SecretRows = {
  /** The database's time. */
  now: Date;
  secret: SecretRow;
  /** The version of the secret's row, which each change replaces. */
  version: string;
  /** The live credentials, by ID. */
  credentials: Map<string, CredentialRow>;
  roots: Map<string, RootRow>;
};

/** A secret with this many is read row by row: thousands of revocations may accumulate while an admin key is dead. */
const MOST_CREDENTIALS = 50;

type Json = Record<string, unknown>;
type Answer = { now: Date; version: string; secret: Json; credentials: Json[] | null; roots: Json[] };

/** Null: the secret doesn't exist, or has too many credentials. */
export async function readSecretRows(db: Db, about: About): Promise<SecretRows | null> {
  const credentialId = "credentialId" in about ? about.credentialId : null;
  const secretId = "secretId" in about ? about.secretId : null;
  const [answer] = await db.$queryRaw<Answer[]>`${PREPARED}
    WITH wanted AS (
      SELECT COALESCE(${secretId}::uuid,
                      (SELECT rotating_secret_id FROM minted_credential WHERE id = ${credentialId}::uuid)) AS id
    ), credential AS MATERIALIZED (
      SELECT * FROM minted_credential WHERE rotating_secret_id = (SELECT id FROM wanted) AND ${IS_ACTIVE}
      UNION ALL
      (SELECT * FROM minted_credential WHERE rotating_secret_id = (SELECT id FROM wanted) AND ${IS_PENDING}
        LIMIT ${MOST_CREDENTIALS})
    )
    SELECT now() AS now, secret.xmin::text AS version, to_jsonb(secret) AS secret,
           (SELECT jsonb_agg(to_jsonb(credential) ORDER BY id) FROM credential) AS credentials,
           (SELECT jsonb_agg(to_jsonb(root)) FROM third_party_credential AS root
             WHERE root.id = secret.third_party_credential_id
                OR root.id IN (SELECT third_party_credential_id FROM credential)) AS roots
      FROM rotating_secret AS secret JOIN wanted ON wanted.id = secret.id`;
  if (answer === undefined) return null;
  const credentials = (answer.credentials ?? []).map((row) => rowOf(row) as CredentialRow);
  if (credentials.length >= MOST_CREDENTIALS) return null;
  const roots = answer.roots.map((row) => rowOf(row) as RootRow);
  return {
    now: answer.now,
    version: answer.version,
    secret: rowOf(answer.secret) as SecretRow,
    credentials: new Map(credentials.map((row) => [row.id, row])),
    roots: new Map(roots.map((row) => [row.id, row])),
  };
}

/** A row in the client's form, from PostgreSQL's JSON. */
function rowOf(json: Json): unknown {
  return Object.fromEntries(
    Object.entries(json).map(([column, value]) => [fieldOf(column), valueOf(column, value)]),
  );
}

/** The patch of a row in PostgreSQL's form. */
export function columnsOf(patch: object): Json {
  const entries = Object.entries(patch).filter(([, value]) => value !== undefined);
  return Object.fromEntries(
    entries.map(([field, value]: [string, unknown]) => [
      columnOf(field),
      typeof value === "bigint" ? value.toString() : value,
    ]),
  );
}

const TIME = /_(at|until)$/;

function valueOf(column: string, value: unknown): unknown {
  if (TIME.test(column) && typeof value === "string") return new Date(value);
  return column === "last_epoch" ? BigInt(value as number) : value;
}

/** The only field whose name differs from its column's. */
const [CREATED_BY_COLUMN, CREATED_BY_FIELD] = ["created_by_id", "createdByUserId"] as const;

/** Computed once per name, because each row has forty. */
const fields = new Map<string, string>();
const columns = new Map<string, string>();

function fieldOf(column: string): string {
  if (column === CREATED_BY_COLUMN) return CREATED_BY_FIELD;
  return remembered(fields, column, () =>
    column.replace(/_([a-z])/g, (_, letter: string) => letter.toUpperCase()),
  );
}

function columnOf(field: string): string {
  if (field === CREATED_BY_FIELD) return CREATED_BY_COLUMN;
  return remembered(columns, field, () => field.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`));
}

function remembered(names: Map<string, string>, name: string, make: () => string): string {
  const known = names.get(name);
  if (known !== undefined) return known;
  const made = make();
  names.set(name, made);
  return made;
}
