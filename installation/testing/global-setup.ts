import type { TestProject } from "vitest/node";
import * as z from "zod";
import { prepare } from "../install.mjs";
import { startTestServer, type TestServer } from "./server";

declare module "vitest" {
  // eslint-disable-next-line @typescript-eslint/no-empty-object-type
  interface ProvidedContext extends TestServer {}
}

const givenSchema = z.object({
  adminDatabaseUrl: z.string(),
  programDatabaseUrl: z.string(),
  templateDatabase: z.string(),
  copying: z.string(),
});

type Running = TestServer & { stop: () => Promise<void> };

/** For this run, whichever of its projects asks first. Each loads this module separately. */
const run = globalThis as { phaseTestServer?: Promise<Running> };

/** One server for the whole run. For many consecutive runs, set PHASE_TEST_SERVER. */
export default async function setup({ provide }: TestProject): Promise<() => Promise<void>> {
  // If the schema has changed, the database client is generated again, however the tests were started.
  await prepare();
  run.phaseTestServer ??= serverOfRun();
  const server = await run.phaseTestServer;
  provide("adminDatabaseUrl", server.adminDatabaseUrl);
  provide("programDatabaseUrl", server.programDatabaseUrl);
  provide("templateDatabase", server.templateDatabase);
  provide("copying", server.copying);
  // Every project has ended by then.
  return async () => {
    delete run.phaseTestServer;
    await server.stop();
  };
}

async function serverOfRun(): Promise<Running> {
  const given = process.env.PHASE_TEST_SERVER;
  if (given === undefined) return await startTestServer();
  return { ...givenSchema.parse(JSON.parse(given)), stop: () => Promise.resolve() };
}
