/** Rows with the parts of their values, each read in one statement, so that no response mixes two credentials. */
import { mintedKeyPlace, staticSecretPlace } from "@/lib/crypto/places";
import { open } from "@/lib/crypto/sealed";
import { isAmongKeys } from "@/lib/access/reach-in-sql";
import type { Ctx } from "@/lib/access/context";
import type { Db } from "@/lib/db";
import { Prisma } from "@/lib/generated/prisma/client";
import type { OutputName } from "@/lib/lists/outputs";

export type ValueRow = {
  id: string;
  environmentId: string;
  key: string;
  comment: string;
  envelope: string | null;
  rotatingSecretId: string | null;
  output: OutputName | null;
  version: number;
  updatedAt: Date;
  /** From the current credential. Null for static rows, and while a rotating secret has none. */
  credentialId: string | null;
  credentialEnvelope: string | null;
  keyId: string | null;
  serviceAccountId: string | null;
  provider: string | null;
  residency: string | null;
};

const COLUMNS = Prisma.sql`
  s.id, s.environment_id AS "environmentId", s.key, s.comment, s.envelope, s.version,
  s.rotating_secret_id AS "rotatingSecretId", s.output::text AS output, s.updated_at AS "updatedAt",
  c.id AS "credentialId", c.envelope AS "credentialEnvelope", c.key_id AS "keyId",
  c.service_account_id AS "serviceAccountId", c.project_residency AS residency, r.provider`;

/** Whole seconds. least() ignores a key that doesn't expire. */
const GOOD_FOR = Prisma.sql`
  greatest(0, floor(least(r.revocation_delay_seconds, extract(epoch FROM c.key_expires_at - now()))))`;

const TABLES = Prisma.sql`
  secret s
  LEFT JOIN rotating_secret r ON r.id = s.rotating_secret_id
  LEFT JOIN minted_credential c ON c.rotating_secret_id = s.rotating_secret_id AND c.state = 'ACTIVE'`;

export async function valueRow(db: Db, organisationId: string, id: string): Promise<ValueRow | null> {
  const [row] = await db.$queryRaw<ValueRow[]>`
    SELECT ${COLUMNS} FROM ${TABLES}
      JOIN environment e ON e.id = s.environment_id
      JOIN app a ON a.id = e.app_id
     WHERE s.id = ${id}::uuid AND a.organisation_id = ${organisationId}::uuid`;
  return row ?? null;
}

/**
 * The same by its key, and for how long a copy keeps working even if the credential is replaced. Null for
 * static rows.
 */
export async function valueRowOfKey(
  db: Db,
  organisationId: string,
  environmentId: string,
  key: string,
): Promise<(ValueRow & { goodForSeconds: number | null }) | null> {
  const [row] = await db.$queryRaw<(ValueRow & { goodForSeconds: number | null })[]>`
    SELECT ${COLUMNS}, ${GOOD_FOR}::float8 AS "goodForSeconds" FROM ${TABLES}
      JOIN environment e ON e.id = s.environment_id
      JOIN app a ON a.id = e.app_id
     WHERE s.environment_id = ${environmentId}::uuid AND s.key = ${key}
       AND a.organisation_id = ${organisationId}::uuid`;
  return row ?? null;
}

/** An environment with the encrypted values that a caller can see. */
export type EnvironmentValues = {
  id: string;
  name: string;
  appName: string;
  /** Differs with each row, name, comment, version and current credential. */
  state: string;
  /** The rows with a URL: what it depends on besides the settings. */
  addressed: Pick<ValueRow, "provider" | "residency" | "credentialId">[];
  /**
   * From now until a current key could be gone if it were replaced this moment, or expires. Null if there is
   * no key.
   */
  goodForSeconds: number | null;
  /** By key. Null if the state is one of the given ones. */
  rows: ValueRow[] | null;
};

/**
 * An expression of type text that has the environment's values for `parseValues`. Null if the organisation has no such
 * environment. `keys` is an expression of type text[] with the keys that the caller is limited to. A single statement reads
 * everything, so that no response mixes two credentials, and another query can include the expression.
 */
export function environmentValues(
  { organisationId, keys }: { organisationId: Prisma.Sql; keys: Prisma.Sql },
  environmentId: string,
  knownStates: readonly string[],
): Prisma.Sql {
  return Prisma.sql`(
    SELECT json_build_object(
             'id', e.id, 'name', e.name, 'appName', a.name, 'state', v.state,
             'addressed', coalesce(v.addressed, '[]'), 'goodForSeconds', v.good_for,
             'rows', CASE WHEN v.state <> ALL(${knownStates}::text[]) THEN coalesce(v.rows, '[]') END)::text
      FROM environment e
      JOIN app a ON a.id = e.app_id AND a.organisation_id = ${organisationId}
      CROSS JOIN LATERAL (
        SELECT encode(sha256(convert_to(coalesce(json_agg(json_build_array(
                 row.id, row.key, row.comment, row.version, row."updatedAt", row."credentialId"))::text, ''),
                 'UTF8')), 'hex') AS state,
               json_agg(json_build_object('provider', row.provider, 'residency', row.residency,
                 'credentialId', row."credentialId")) FILTER (WHERE row.output = 'base_url') AS addressed,
               min(row."goodFor") FILTER (WHERE row."credentialId" IS NOT NULL) AS good_for,
               json_agg(row) AS rows
          FROM (SELECT ${COLUMNS}, ${GOOD_FOR} AS "goodFor" FROM ${TABLES}
                 WHERE s.environment_id = e.id AND ${isAmongKeys(keys, Prisma.sql`s.key`)} ORDER BY s.key) AS row
      ) AS v
     WHERE e.id = ${environmentId}::uuid)`;
}

export function parseValues(text: string): EnvironmentValues {
  // Written by Phase's own statement. A time is text in JSON.
  const values = JSON.parse(text) as EnvironmentValues;
  const rows = values.rows?.map((row) => ({ ...row, updatedAt: new Date(row.updatedAt) })) ?? null;
  return { ...values, rows };
}

export async function readValues(
  db: Db,
  organisationId: string,
  environmentId: string,
  { keys = [], knownStates = [] }: { keys?: readonly string[]; knownStates?: readonly string[] } = {},
): Promise<EnvironmentValues | null> {
  const whose = { organisationId: Prisma.sql`${organisationId}::uuid`, keys: Prisma.sql`${keys}::text[]` };
  const values = environmentValues(whose, environmentId, knownStates);
  const [row] = await db.$queryRaw<{ text: string | null }[]>`SELECT ${values} AS text`;
  return row?.text == null ? null : parseValues(row.text);
}

/** Where the current key works. Null for rows without a key. */
export function baseUrlOf(
  providers: Ctx["providers"],
  row: Pick<ValueRow, "provider" | "residency" | "credentialId">,
): string | null {
  if (row.provider === null || row.credentialId === null) return null;
  return providers.baseUrl(row.provider, row.residency);
}

/** The decrypted value. Null if a rotating secret has no current credential. Throws SealError. */
export async function openRow(
  { keyring, providers }: Pick<Ctx, "keyring" | "providers">,
  organisationId: string,
  row: ValueRow,
): Promise<string | null> {
  if (row.envelope !== null)
    return await open(keyring, staticSecretPlace(row.id, organisationId), row.envelope);
  if (row.credentialId === null) return null;
  switch (row.output) {
    case "key_id":
      return row.keyId;
    case "service_account_id":
      return row.serviceAccountId;
    case "api_key":
      if (row.credentialEnvelope === null) return null;
      return await open(keyring, mintedKeyPlace(row.credentialId, organisationId), row.credentialEnvelope);
    case "base_url":
      return baseUrlOf(providers, row);
    case null:
      return null;
  }
}
