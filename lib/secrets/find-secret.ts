import { type Action, authorise } from "@/lib/access/permissions";
import type { Ctx } from "@/lib/access/context";
import type { Db, Tx } from "@/lib/db";
import { notFound } from "@/lib/errors";

/** A row of the actor's organisation on which they may do `action`. Throws `not_found` or `forbidden`. */
export async function findSecret(db: Db | Tx, ctx: Pick<Ctx, "actor">, id: string, action: Action) {
  const row = await db.secret.findFirst({
    where: { id, environment: { app: { organisationId: ctx.actor.organisationId } } },
  });
  authorise(ctx.actor, action, row?.environmentId ?? null);
  if (row === null) throw notFound("secret");
  return row;
}
