import { v7 as uuidv7 } from "uuid";
import type { App } from "@/lib/api/apps";
import type { Labels } from "@/lib/api/labels";
import { storedLabels } from "@/lib/formats/labels";
import type { Tx } from "@/lib/db";

const ENVIRONMENT_NAMES = ["Development", "Staging", "Production"];

/** Inserts an app with its initial environments. */
export async function insertApp(
  tx: Tx,
  organisationId: string,
  name: string,
  labels: Labels = {},
): Promise<App> {
  const app = await tx.app.create({
    data: { id: uuidv7(), organisationId, name, labels: storedLabels(labels) },
  });
  const environments = ENVIRONMENT_NAMES.map((environment, position) => ({
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
