import { v7 as uuidv7 } from "uuid";
import type { App } from "@/lib/api/apps";
import type { Labels } from "@/lib/api/labels";
import { storedLabels } from "@/lib/formats/labels";
import type { Tx } from "@/lib/db";

export const INITIAL_ENVIRONMENTS: readonly NewEnvironment[] = ["Development", "Staging", "Production"].map(
  (name) => ({ name, labels: {} }),
);

type Options = { labels?: Labels | undefined; environments?: readonly NewEnvironment[] | undefined };

/** An environment of a new app. */
export type NewEnvironment = { name: string; labels: Labels };

/** Inserts an app with its initial environments. */
export async function insertApp(
  tx: Tx,
  organisationId: string,
  name: string,
  { labels = {}, environments: wanted = INITIAL_ENVIRONMENTS }: Options = {},
): Promise<App> {
  const app = await tx.app.create({
    data: { id: uuidv7(), organisationId, name, labels: storedLabels(labels) },
  });
  const environments = wanted.map((environment) => ({ id: uuidv7(), ...environment }));
  await tx.environment.createMany({
    data: environments.map((environment, position) => ({
      ...environment,
      appId: app.id,
      labels: storedLabels(environment.labels),
      position,
    })),
  });
  return { id: app.id, name, labels, environments };
}
