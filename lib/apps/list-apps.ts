import type * as z from "zod";
import type { appListSchema } from "@/lib/api/apps";
import { authorise } from "@/lib/access/permissions";
import type { Ctx } from "@/lib/access/context";
import { byId, called, cutPage, FIRST_PAGE, requireCursor } from "@/lib/requests/page";
import { seenApps, showApp } from "./seen-apps";

/** In the order of creation. */
export async function listApps(
  ctx: Pick<Ctx, "actor" | "db">,
  query = FIRST_PAGE,
): Promise<z.output<typeof appListSchema>> {
  authorise(ctx.actor, "read");
  const { following, sorted } = byId(query, "asc");
  const { where: seen, select } = seenApps(ctx);
  const where = { ...seen, ...called(query) };
  await requireCursor(query, (id) => ctx.db.app.findFirst({ where: { ...where, id } }));
  const rows = await ctx.db.app.findMany({ where: { ...where, ...following }, select, ...sorted });
  const { page, nextCursor } = cutPage(rows, query.limit);
  return { apps: page.map(showApp), nextCursor };
}
