import type { ServiceToken } from "@/lib/api/service-tokens";
import { recordAudit } from "@/lib/audit-log/record-audit";
import { authorise } from "@/lib/access/permissions";
import { actorLabel, type Ctx } from "@/lib/access/context";
import { databaseNow } from "@/lib/db";
import { notFound } from "@/lib/errors";
import { requireOwner } from "@/lib/access/owners";
import { showToken } from "./show-token";

/** Lets a token outlive its creator. Only an owner decides that. The tokens that it created continue too. */
export async function keepToken(ctx: Ctx, input: { id: string }): Promise<ServiceToken> {
  authorise(ctx.actor, "tokens:manage");
  return await ctx.db.$transaction(async (tx) => {
    const [row] = await tx.serviceToken.updateManyAndReturn({
      where: { id: input.id, organisationId: ctx.actor.organisationId, revokedAt: null },
      data: { keptAt: await databaseNow(tx), keptBy: actorLabel(ctx.actor) },
    });
    if (row === undefined) throw notFound("service token");
    requireOwner(ctx.actor, "Only an owner can keep a service token after its creator leaves.");
    await tx.$executeRaw`
      WITH RECURSIVE line AS (
        SELECT id FROM service_token WHERE id = ${row.id}::uuid
        UNION
        SELECT made.id FROM service_token AS made JOIN line ON made.made_by_token_id = line.id
      )
      UPDATE service_token SET answers_to_user_id = NULL FROM line WHERE service_token.id = line.id`;
    await recordAudit(tx, ctx, "service_token.kept", { id: row.id, name: row.name });
    return showToken({ ...row, answersToUserId: null });
  });
}
