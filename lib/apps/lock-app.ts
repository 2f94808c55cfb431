import type { Ctx } from "@/lib/access/context";
import type { Tx } from "@/lib/db";
import { notFound } from "@/lib/errors";
import type { App } from "@/lib/api/apps";
import { seenApps } from "./seen-apps";

/** An app of the actor's organisation, locked until the transaction ends. Throws `not_found`. */
export async function lockApp(tx: Tx, { actor }: Pick<Ctx, "actor">, id: string): Promise<App> {
  await tx.$queryRaw`
    SELECT 1 FROM app WHERE id = ${id}::uuid AND organisation_id = ${actor.organisationId}::uuid FOR NO KEY UPDATE`;
  const { where, select } = seenApps({ actor });
  const app = await tx.app.findFirst({ where: { ...where, id }, select });
  if (app === null) throw notFound("app");
  return app;
}
