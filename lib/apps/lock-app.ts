import type { Ctx } from "@/lib/access/context";
import type { Tx } from "@/lib/db";
import { notFound } from "@/lib/errors";
import type { App, Environment } from "@/lib/api/apps";
import { requireMatch } from "@/lib/requests/etag";
import { environmentTag } from "@/lib/requests/tags";
import { seenApps, showApp } from "./seen-apps";

/** An app of the actor's organisation, locked until the transaction ends. Throws `not_found`. */
export async function lockApp(tx: Tx, { actor }: Pick<Ctx, "actor">, id: string): Promise<App> {
  await tx.$queryRaw`
    SELECT 1 FROM app WHERE id = ${id}::uuid AND organisation_id = ${actor.organisationId}::uuid FOR NO KEY UPDATE`;
  const { where, select } = seenApps({ actor });
  const app = await tx.app.findFirst({ where: { ...where, id }, select });
  if (app === null) throw notFound("app");
  return showApp(app);
}

/** An environment in its locked app. Throws `not_found`, `precondition_failed`. */
export async function lockEnvironment(
  tx: Tx,
  ctx: Pick<Ctx, "actor" | "ifMatch">,
  id: string,
): Promise<{ app: App; environment: Environment }> {
  const { organisationId } = ctx.actor;
  const found = await tx.environment.findFirst({ where: { id, app: { organisationId } } });
  if (found === null) throw notFound("environment");
  const app = await lockApp(tx, ctx, found.appId);
  const environment = app.environments.find((one) => one.id === id);
  if (environment === undefined) throw notFound("environment");
  requireMatch(ctx, environmentTag(environment));
  return { app, environment };
}
