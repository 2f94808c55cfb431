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

/** Of this run, whichever of its projects asks first; each loads this module for itself. */
const run = globalThis as { phaseTestServer?: Promise<Running> };

/** One server for the whole run; whoever makes many runs after each other gives them one in PHASE_TEST_SERVER. */
export default async function setup({ provide }: TestProject): Promise<() => Promise<void>> {
  // Of a schema that has changed the database client is made anew, however the tests were started.
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
