import type { App } from "@/lib/api/apps";
import { authorise } from "@/lib/access/permissions";
import { isLimited, seenIds } from "@/lib/access/reach";
import type { Ctx } from "@/lib/access/context";

/** The organisation's apps; for who is limited to some environments, only those. */
export async function listApps(ctx: Pick<Ctx, "actor" | "db">): Promise<App[]> {
  authorise(ctx.actor, "read");
  const seen = { id: seenIds(ctx.actor) };
  return await ctx.db.app.findMany({
    where: {
      organisationId: ctx.actor.organisationId,
      ...(isLimited(ctx.actor) ? { environments: { some: seen } } : {}),
    },
    select: {
      id: true,
      name: true,
      environments: { where: seen, select: { id: true, name: true }, orderBy: { position: "asc" } },
    },
    orderBy: { createdAt: "asc" },
  });
}
