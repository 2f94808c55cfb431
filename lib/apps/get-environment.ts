import type { PlacedEnvironment } from "@/lib/api/apps";
import type { Ctx } from "@/lib/access/context";
import { readLabels } from "@/lib/formats/labels";
import { findEnvironment } from "./find-environment";

export async function getEnvironment(
  ctx: Pick<Ctx, "actor" | "db">,
  { id }: { id: string },
): Promise<PlacedEnvironment> {
  const { labels, ...environment } = await findEnvironment(ctx, id, "read");
  return { ...environment, labels: readLabels(labels) };
}
