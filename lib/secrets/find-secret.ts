import { secretTag } from "@/lib/requests/tags";
import { requireMatch } from "@/lib/requests/etag";
import { type Action, authorise } from "@/lib/access/permissions";
import { sees, seesKey } from "@/lib/access/reach";
import type { Ctx } from "@/lib/access/context";
import type { Db, Tx } from "@/lib/db";
import { notFound } from "@/lib/errors";

/** A row of the actor's organisation on which they may do `action`. Throws `not_found` or `forbidden`. */
export async function findSecret(db: Db | Tx, ctx: Pick<Ctx, "actor">, id: string, action: Action) {
  const row = await db.secret.findFirst({
    where: { id, environment: { app: { organisationId: ctx.actor.organisationId } } },
  });
  // A secret that the caller can't see looks like one that doesn't exist.
  if (row === null || !sees(ctx.actor, row.environmentId)) throw notFound("secret");
  if (!seesKey(ctx.actor, row.key)) throw notFound("secret");
  authorise(ctx.actor, action, row.environmentId);
  return row;
}

/** The same, locked until the transaction ends. Also throws `precondition_failed`. */
export async function holdSecret(tx: Tx, ctx: Pick<Ctx, "actor" | "ifMatch">, id: string, action: Action) {
  await tx.$queryRaw`SELECT 1 FROM secret WHERE id = ${id}::uuid FOR UPDATE`;
  const row = await findSecret(tx, ctx, id, action);
  requireMatch(ctx, secretTag(row));
  return row;
}
