import { v7 as uuidv7 } from "uuid";
import type { App } from "@/lib/api/apps";
import type { Labels } from "@/lib/api/labels";
import { storedLabels } from "@/lib/formats/labels";
import type { Tx } from "@/lib/db";

export const INITIAL_ENVIRONMENTS: readonly string[] = ["Development", "Staging", "Production"];

type Options = { labels?: Labels | undefined; environments?: readonly string[] | undefined };

/** Inserts an app with its initial environments. */
export async function insertApp(
  tx: Tx,
  organisationId: string,
  name: string,
  { labels = {}, environments: names = INITIAL_ENVIRONMENTS }: Options = {},
): Promise<App> {
  const app = await tx.app.create({
    data: { id: uuidv7(), organisationId, name, labels: storedLabels(labels) },
  });
  const environments = names.map((environment, position) => ({
    id: uuidv7(),
    appId: app.id,
    name: environment,
    position,
  }));
  await tx.environment.createMany({ data: environments });
  return {
    id: app.id,
    name,
    labels,
    environments: environments.map(({ id, name }) => ({ id, name, labels: {} })),
  };
}
