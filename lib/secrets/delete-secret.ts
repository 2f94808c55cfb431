import { recordAudit } from "@/lib/audit-log/record-audit";
import type { Ctx } from "@/lib/access/context";
import { DomainError } from "@/lib/errors";
import { findSecret, holdSecret } from "./find-secret";

/** Removes a static secret. An output goes with its rotating secret, or through its edit dialog. */
export async function deleteSecret(ctx: Ctx, input: { id: string }): Promise<void> {
  const row = await findSecret(ctx.db, ctx, input.id, "secrets:write");
  if (row.rotatingSecretId !== null) {
    throw new DomainError(
      "conflict",
      "This row is an output of a rotating secret: edit the rotating secret instead.",
    );
  }
  await ctx.db.$transaction(async (tx) => {
    await holdSecret(tx, ctx, row.id, "secrets:write");
    await tx.secret.delete({ where: { id: row.id } });
    const detail = { environmentId: row.environmentId };
    await recordAudit(tx, ctx, "secret.deleted", { id: row.id, name: row.key }, detail);
  });
}
