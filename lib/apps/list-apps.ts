import type * as z from "zod";
import type { appListSchema } from "@/lib/api/apps";
import { authorise } from "@/lib/access/permissions";
import { isLimited, seenIds } from "@/lib/access/reach";
import type { Ctx } from "@/lib/access/context";
import { byId, cutPage, FIRST_PAGE, requireCursor } from "@/lib/requests/page";

/** The organisation's apps, the first that was made first; for who is limited to some environments, only those. */
export async function listApps(
  ctx: Pick<Ctx, "actor" | "db">,
  query = FIRST_PAGE,
): Promise<z.output<typeof appListSchema>> {
  authorise(ctx.actor, "read");
  const seen = { id: seenIds(ctx.actor) };
  const { following, sorted } = byId(query, "asc");
  const where = {
    organisationId: ctx.actor.organisationId,
    ...(isLimited(ctx.actor) ? { environments: { some: seen } } : {}),
  };
  await requireCursor(query, (id) => ctx.db.app.findFirst({ where: { ...where, id } }));
  const rows = await ctx.db.app.findMany({
    where: { ...where, ...following },
    select: {
      id: true,
      name: true,
      environments: { where: seen, select: { id: true, name: true }, orderBy: { position: "asc" } },
    },
    ...sorted,
  });
  const { page, nextCursor } = cutPage(rows, query.limit);
  return { apps: page, nextCursor };
}
