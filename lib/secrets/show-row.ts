import type { SecretRow } from "@/lib/api/secrets";
import type { SecretModel } from "@/lib/generated/prisma/models";

/** The columns of a row that may be shown. Never the envelope. */
export const ROW_COLUMNS = {
  id: true,
  key: true,
  comment: true,
  rotatingSecretId: true,
  output: true,
  version: true,
  updatedAt: true,
} as const;

export function showRow(row: Pick<SecretModel, keyof typeof ROW_COLUMNS>): SecretRow {
  return {
    id: row.id,
    key: row.key,
    comment: row.comment,
    lifecycle: row.rotatingSecretId === null ? "static" : "rotating",
    rotatingSecretId: row.rotatingSecretId,
    output: row.output,
    version: row.version,
    updatedAt: row.updatedAt.toISOString(),
  };
}
