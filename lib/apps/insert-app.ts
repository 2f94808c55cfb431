import { v7 as uuidv7 } from "uuid";
import type { App } from "@/lib/api/apps";
import type { Tx } from "@/lib/db";

const ENVIRONMENT_NAMES = ["Development", "Staging", "Production"];

/** Inserts an app with its initial environments. */
export async function insertApp(tx: Tx, organisationId: string, name: string): Promise<App> {
  const app = await tx.app.create({ data: { id: uuidv7(), organisationId, name } });
  const environments = ENVIRONMENT_NAMES.map((environment, position) => ({
    id: uuidv7(),
    appId: app.id,
    name: environment,
    position,
  }));
  await tx.environment.createMany({ data: environments });
  return { id: app.id, name, environments: environments.map(({ id, name }) => ({ id, name })) };
}
