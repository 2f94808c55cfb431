import type { App } from "@/lib/api/apps";
import { authorise } from "@/lib/access/permissions";
import type { Ctx } from "@/lib/access/context";
import { notFound } from "@/lib/errors";
import { seenApps, showApp } from "./seen-apps";

export async function getApp(ctx: Pick<Ctx, "actor" | "db">, { id }: { id: string }): Promise<App> {
  authorise(ctx.actor, "read");
  const { where, select } = seenApps(ctx);
  const row = await ctx.db.app.findFirst({ where: { ...where, id }, select });
  if (row === null) throw notFound("app");
  return showApp(row);
}
