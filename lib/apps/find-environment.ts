import { type Action, authorise } from "@/lib/access/permissions";
import type { Ctx } from "@/lib/access/context";
import { notFound } from "@/lib/errors";

type FoundEnvironment = { id: string; name: string; labels: string[]; appId: string; appName: string };

/** An environment of the actor's organisation in which they may do `action`. Throws `not_found` or `forbidden`. */
export async function findEnvironment(
  ctx: Pick<Ctx, "db" | "actor">,
  id: string,
  action: Action,
): Promise<FoundEnvironment> {
  authorise(ctx.actor, action, id);
  const [environment] = await ctx.db.$queryRaw<FoundEnvironment[]>`
    SELECT environment.id, environment.name, environment.labels, app.id AS "appId", app.name AS "appName"
      FROM environment JOIN app ON app.id = environment.app_id
     WHERE environment.id = ${id}::uuid AND app.organisation_id = ${ctx.actor.organisationId}::uuid`;
  if (environment === undefined) throw notFound("environment");
  return environment;
}
