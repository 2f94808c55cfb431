import { type Action, authorise } from "@/lib/access/permissions";
import { isLimited, keysOf, sees, seesOutputs } from "@/lib/access/reach";
import type { Ctx } from "@/lib/access/context";
import { notFound } from "@/lib/errors";
import type { RotatingSecret } from "@/lib/generated/prisma/client";

/**
 * A rotating secret of the actor's organisation on which they may do `action`. Deleted ones only if
 * requested, because their outstanding revocations stay visible. Throws `not_found` or `forbidden`.
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
  // An actor limited to some environments can't see what belonged to a deleted one.
  const isSeen = row?.environmentId == null ? !isLimited(ctx.actor) : sees(ctx.actor, row.environmentId);
  if (row === null || !isSeen) throw notFound("rotating secret");
  if (!(await areKeysSeen(ctx, id))) throw notFound("rotating secret");
  authorise(ctx.actor, action, row.environmentId);
  return row;
}

async function areKeysSeen({ db, actor }: Pick<Ctx, "db" | "actor">, id: string): Promise<boolean> {
  if (keysOf(actor).length === 0) return true;
  const outputs = await db.secret.findMany({ where: { rotatingSecretId: id }, select: { key: true } });
  return seesOutputs(
    actor,
    outputs.map(({ key }) => key),
  );
}
