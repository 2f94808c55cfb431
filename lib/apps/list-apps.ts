import type { App } from "@/lib/api/apps";
import { authorise } from "@/lib/auth/permissions";
import type { Ctx } from "@/lib/context";

/** The organisation's apps; for a token that is limited to some environments, only those. */
export async function listApps(ctx: Pick<Ctx, "actor" | "db">): Promise<App[]> {
  authorise(ctx.actor, "read");
  const limit = ctx.actor.kind === "token" ? ctx.actor.environmentIds : [];
  const reach = limit.length === 0 ? {} : { id: { in: limit } };
  return await ctx.db.app.findMany({
    where: {
      organisationId: ctx.actor.organisationId,
      ...(limit.length === 0 ? {} : { environments: { some: reach } }),
    },
    select: {
      id: true,
      name: true,
      environments: { where: reach, select: { id: true, name: true }, orderBy: { position: "asc" } },
    },
    orderBy: { createdAt: "asc" },
  });
}
