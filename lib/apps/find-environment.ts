import { type Action, authorise } from "@/lib/access/permissions";
import type { Ctx } from "@/lib/access/context";
import { notFound } from "@/lib/errors";

/** An environment of the actor's organisation in which they may do `action`. Throws `not_found` or `forbidden`. */
export async function findEnvironment(ctx: Pick<Ctx, "db" | "actor">, id: string, action: Action) {
  authorise(ctx.actor, action, id);
  const environment = await ctx.db.environment.findFirst({
    where: { id, app: { organisationId: ctx.actor.organisationId } },
    select: { id: true, name: true, app: { select: { id: true, name: true } } },
  });
  if (environment === null) throw notFound("environment");
  return environment;
}
