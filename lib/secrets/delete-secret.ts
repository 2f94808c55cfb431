import { recordAudit } from "@/lib/audit-log/record-audit";
import type { Ctx } from "@/lib/access/context";
import { DomainError } from "@/lib/errors";
import { findSecret, holdSecret } from "./find-secret";

/** Deletes a static secret. An output is removed with its rotating secret, or in that secret's edit dialog. */
export async function deleteSecret(ctx: Ctx, input: { id: string }): Promise<void> {
  const row = await findSecret(ctx.db, ctx, input.id, "secrets:write");
  if (row.rotatingSecretId !== null) {
    throw new DomainError(
      "conflict",
      "The secret is an output of a rotating secret. Edit the rotating secret instead.",
    );
  }
  await ctx.db.$transaction(async (tx) => {
    await holdSecret(tx, ctx, row.id, "secrets:write");
    await tx.secret.delete({ where: { id: row.id } });
    const detail = { environmentId: row.environmentId };
    await recordAudit(tx, ctx, "secret.deleted", { id: row.id, name: row.key }, detail);
  });
}
