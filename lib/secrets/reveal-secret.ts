import type * as z from "zod";
import type { revealedSecretSchema } from "@/lib/api/secrets";
import { recordAudit } from "@/lib/audit-log/record-audit";
import { authorise } from "@/lib/access/permissions";
import { sees, seesKey } from "@/lib/access/reach";
import type { Ctx } from "@/lib/access/context";
import { DomainError, notFound } from "@/lib/errors";
import { openRow, valueRow } from "./value-rows";

/** One value, decrypted only after its audit entry is stored. */
export async function revealSecret(
  ctx: Ctx,
  input: { id: string },
): Promise<z.infer<typeof revealedSecretSchema>> {
  const row = await valueRow(ctx.db, ctx.actor.organisationId, input.id);
  // For a caller who can't see it, an existing secret looks like a missing one.
  if (row === null || !sees(ctx.actor, row.environmentId)) throw notFound("secret");
  if (!seesKey(ctx.actor, row.key)) throw notFound("secret");
  authorise(ctx.actor, "secrets:read", row.environmentId);
  const detail = { environmentId: row.environmentId };
  await recordAudit(ctx.db, ctx, "secret.revealed", { id: row.id, name: row.key }, detail);
  const value = await openRow(ctx, ctx.actor.organisationId, row);
  if (value === null) {
    throw new DomainError(
      "conflict",
      "The secret has no value at the moment, because its rotating secret has no active credential.",
    );
  }
  return { id: row.id, key: row.key, value };
}
