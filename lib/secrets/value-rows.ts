/** Rows with what their values are made of, each read in one statement: no answer ever mixes two credentials. */
import { mintedKeyPlace, staticSecretPlace } from "@/lib/crypto/places";
import { open } from "@/lib/crypto/sealed";
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
  /** Of the exposed credential; null for static rows, and while a rotating secret exposes none. */
  credentialId: string | null;
  credentialEnvelope: string | null;
  keyId: string | null;
  serviceAccountId: string | null;
  provider: string | null;
  residency: string | null;
};

async function valueRows(db: Db, organisationId: string, which: Prisma.Sql): Promise<ValueRow[]> {
  return await db.$queryRaw<ValueRow[]>`
    SELECT s.id, s.environment_id AS "environmentId", s.key, s.comment, s.envelope, s.version,
           s.rotating_secret_id AS "rotatingSecretId", s.output::text AS output, s.updated_at AS "updatedAt",
           c.id AS "credentialId", c.envelope AS "credentialEnvelope", c.key_id AS "keyId",
           c.service_account_id AS "serviceAccountId", c.project_residency AS residency, r.provider
    FROM secret s
    JOIN environment e ON e.id = s.environment_id
    JOIN app a ON a.id = e.app_id AND a.organisation_id = ${organisationId}::uuid
    LEFT JOIN rotating_secret r ON r.id = s.rotating_secret_id
    LEFT JOIN minted_credential c ON c.rotating_secret_id = s.rotating_secret_id AND c.state = 'ACTIVE'
    WHERE ${which}
    ORDER BY s.key`;
}

export async function valueRowsOf(
  db: Db,
  organisationId: string,
  environmentId: string,
): Promise<ValueRow[]> {
  return await valueRows(db, organisationId, Prisma.sql`s.environment_id = ${environmentId}::uuid`);
}

export async function valueRow(db: Db, organisationId: string, id: string): Promise<ValueRow | null> {
  const [row] = await valueRows(db, organisationId, Prisma.sql`s.id = ${id}::uuid`);
  return row ?? null;
}

/** Where the exposed key works; null for rows that carry no key. */
export function baseUrlOf(providers: Ctx["providers"], row: ValueRow): string | null {
  if (row.provider === null || row.credentialId === null) return null;
  return providers.baseUrl(row.provider, row.residency);
}

/** The value in the clear; null where a rotating secret exposes no credential. Throws SealError. */
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
