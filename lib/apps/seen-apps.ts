import { isLimited, seenIds } from "@/lib/access/reach";
import type { Ctx } from "@/lib/access/context";

/** The organisation's apps as the actor sees them. An actor limited to some environments sees only those. */
export function seenApps({ actor }: Pick<Ctx, "actor">) {
  const seen = { id: seenIds(actor) };
  return {
    where: {
      organisationId: actor.organisationId,
      ...(isLimited(actor) ? { environments: { some: seen } } : {}),
    },
    select: {
      id: true,
      name: true,
      environments: {
        where: seen,
        select: { id: true, name: true },
        orderBy: { position: "asc" },
      },
    },
  } as const;
}
