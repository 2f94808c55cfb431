import { type Action, authorise } from "@/lib/access/permissions";
import { isLimited, sees } from "@/lib/access/reach";
import type { Ctx } from "@/lib/access/context";
import { notFound } from "@/lib/errors";
import type { RotatingSecret } from "@/lib/generated/prisma/client";

/**
 * A rotating secret of the actor's organisation on which they may do `action`. Deleted ones only where asked for:
 * what they owe stays visible. Throws `not_found` or `forbidden`.
 */
export async function findRotatingSecret(
  ctx: Pick<Ctx, "db" | "actor">,
  id: string,
  action: Action,
  options: { deletedToo?: boolean } = {},
): Promise<RotatingSecret> {
  const row = await ctx.db.rotatingSecret.findFirst({
    where: {
      id,
      organisationId: ctx.actor.organisationId,
      ...(options.deletedToo === true ? {} : { deletedAt: null }),
    },
  });
  // What belonged to an environment that is gone is nobody's who is limited to some.
  const isSeen = row?.environmentId == null ? !isLimited(ctx.actor) : sees(ctx.actor, row.environmentId);
  if (row === null || !isSeen) throw notFound("rotating secret");
  authorise(ctx.actor, action, row.environmentId);
  return row;
}
