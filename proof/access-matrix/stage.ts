import { vi } from "vitest";
import { testDatabase } from "@/installation/testing/database";
import { stubSettings } from "@/lib/testing/stub-settings";
import { testOrganisation } from "../harness/organisation";
import { testServices } from "../harness/test-services";
import { makePrincipals, ORIGIN, SECRET } from "./principals";

export type Stage = Awaited<ReturnType<typeof openStage>>;

/**
 * The target of requests: a database, an organisation with all kinds of callers, and services where routes
 * find them.
 */
export async function openStage() {
  const database = await testDatabase();
  stubSettings({ secret: SECRET, origin: ORIGIN, databaseUrl: database.url });
  const services = testServices(database.db);
  Object.assign(globalThis, { phaseServices: Promise.resolve(services) });
  const organisation = await testOrganisation(services);
  const principals = await makePrincipals(organisation);
  return {
    database,
    services,
    organisation,
    principals,
    async close() {
      Object.assign(globalThis, { phaseServices: undefined });
      vi.unstubAllEnvs();
      await database.drop();
    },
  };
}
