import { isLimited, seenIds } from "@/lib/access/reach";
import type { App } from "@/lib/api/apps";
import { readLabels } from "@/lib/formats/labels";
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
      labels: true,
      environments: {
        where: seen,
        select: { id: true, name: true, labels: true },
        orderBy: { position: "asc" },
      },
    },
  } as const;
}

type Labelled = { id: string; name: string; labels: string[] };

/** A row of `seenApps`. */
export function showApp({ environments, ...app }: Labelled & { environments: Labelled[] }): App {
  return { ...shown(app), environments: environments.map(shown) };
}

function shown({ id, name, labels }: Labelled) {
  return { id, name, labels: readLabels(labels) };
}
