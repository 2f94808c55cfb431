import { createHash } from "node:crypto";
import type * as z from "zod";
import type { secretSchema } from "@/lib/api/secrets";
import { findEnvironment } from "@/lib/apps/find-environment";
import { recordAudit } from "@/lib/audit";
import type { Ctx } from "@/lib/access/context";
import { showRow } from "./show-row";
import { baseUrlOf, openRow, type ValueRow, valueRowsOf } from "./value-rows";

type OpenedSecret = z.infer<typeof secretSchema>;
export type ReadSecrets = {
  environmentId: string;
  /** Whether the caller holds the values of this tag. Nobody does when it is left out. */
  isKnown?: (tag: string) => boolean;
};
/** `secrets` is null where the caller holds these very values already. */
export type ReadAnswer = { tag: string; secrets: OpenedSecret[] | null };

/**
 * Every value of an environment, opened. The audit entry is written before the first one is.
 * A caller that names the current tag is told so and gets, opens and records nothing.
 */
export async function readSecrets(ctx: Ctx, input: ReadSecrets): Promise<ReadAnswer> {
  const environment = await findEnvironment(ctx, input.environmentId, "secrets:read");
  const { organisationId } = ctx.actor;
  const rows = await valueRowsOf(ctx.db, organisationId, environment.id);
  const tag = tagOf(ctx, environment.id, rows);
  if (input.isKnown?.(tag) === true) return { tag, secrets: null };
  const subject = {
    id: environment.id,
    name: `${environment.app.name} / ${environment.name}`,
  };
  await recordAudit(ctx.db, ctx, "secret.read", subject, { keys: rows.length });
  const opened = await Promise.all(
    rows.map(async (row) => ({ row, value: await openRow(ctx, organisationId, row) })),
  );
  // A row that has no value at the moment is left out: an empty one would be taken for a key.
  const secrets = opened.flatMap(({ row, value }) => (value === null ? [] : [{ ...showRow(row), value }]));
  return { tag, secrets };
}

/** Changes whenever a value, a name or a row does: a changed value has a new version or another credential. */
function tagOf({ providers }: Ctx, environmentId: string, rows: ValueRow[]): string {
  const facts = rows.map((row) => [
    row.id,
    row.key,
    row.comment,
    row.version,
    row.updatedAt,
    row.credentialId,
    // A setting: it changes without a row.
    row.output === "base_url" ? baseUrlOf(providers, row) : null,
  ]);
  return createHash("sha256")
    .update(JSON.stringify([environmentId, facts]))
    .digest("base64url");
}
