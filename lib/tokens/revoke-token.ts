import { tokenTag } from "@/lib/requests/tags";
import { requireMatch } from "@/lib/requests/etag";
import { recordAudit } from "@/lib/audit-log/record-audit";
import { authorise } from "@/lib/access/permissions";
import type { Ctx } from "@/lib/access/context";
import { databaseNow } from "@/lib/db";
import { notFound } from "@/lib/errors";
import { endTokensOf } from "./end-tokens";

/** Refused from the next request, with every token that it created. */
export async function revokeToken(ctx: Ctx, input: { id: string }): Promise<void> {
  authorise(ctx.actor, "tokens:manage");
  await ctx.db.$transaction(async (tx) => {
    const [row] = await tx.serviceToken.updateManyAndReturn({
      where: { id: input.id, organisationId: ctx.actor.organisationId, revokedAt: null },
      data: { revokedAt: await databaseNow(tx) },
    });
    if (row === undefined) throw notFound("service token");
    requireMatch(ctx, tokenTag(row));
    await recordAudit(tx, ctx, "service_token.revoked", {
      id: row.id,
      name: row.name,
    });
    await endTokensOf(tx, ctx, { tokenId: row.id });
  });
}
