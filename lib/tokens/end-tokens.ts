import { recordAudit } from "@/lib/audit-log/record-audit";
import type { Ctx } from "@/lib/access/context";
import type { Tx } from "@/lib/db";
import { Prisma } from "@/lib/generated/prisma/client";

/**
 * Revokes what a member or token created, and what those tokens created in turn, except what an owner keeps.
 * Returns the number. The caller checks the actor's right to end the creator.
 */
export async function endTokensOf(
  tx: Tx,
  ctx: Pick<Ctx, "actor" | "origin">,
  maker: { userId: string } | { tokenId: string },
): Promise<number> {
  const isTheirs =
    "userId" in maker
      ? Prisma.sql`made_by_user_id = ${maker.userId}::uuid`
      : Prisma.sql`made_by_token_id = ${maker.tokenId}::uuid`;
  const ended = await tx.$queryRaw<{ id: string; name: string }[]>`
    WITH RECURSIVE fallen AS (
      SELECT id FROM service_token
       WHERE ${isTheirs} AND kept_at IS NULL AND organisation_id = ${ctx.actor.organisationId}::uuid
      UNION
      SELECT made.id FROM service_token AS made JOIN fallen ON made.made_by_token_id = fallen.id
       WHERE made.kept_at IS NULL
    )
    UPDATE service_token SET revoked_at = now() FROM fallen
     WHERE service_token.id = fallen.id AND service_token.revoked_at IS NULL
    RETURNING service_token.id, service_token.name`;
  for (const { id, name } of ended) {
    const subject = { id, name };
    await recordAudit(tx, ctx, "service_token.revoked", subject, { because: "its creator was removed" });
  }
  return ended.length;
}
