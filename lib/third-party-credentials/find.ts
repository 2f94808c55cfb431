import type { EngineCtx } from "@/lib/rotation/services";
import { type Action, authorise } from "@/lib/access/permissions";
import { seenCredentials } from "@/lib/access/reach-in-sql";
import { notFound } from "@/lib/errors";
import type { ThirdPartyCredential } from "@/lib/generated/prisma/client";

/** A third-party credential of the actor's organisation. Throws `not_found`, `forbidden`. */
export async function findThirdPartyCredential(
  ctx: Pick<EngineCtx, "db" | "actor">,
  id: string,
  action: Action,
): Promise<ThirdPartyCredential> {
  authorise(ctx.actor, action);
  const seen = await seenCredentials(ctx.db, ctx.actor);
  const row = await ctx.db.thirdPartyCredential.findFirst({
    where: { id, organisationId: ctx.actor.organisationId, deletedAt: null, ...seen },
  });
  if (row === null) throw notFound("third-party credential");
  return row;
}
