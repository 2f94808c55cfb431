import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import pg from "pg";
import type { TestProject } from "vitest/node";
import { startEmbedded } from "../embedded";
import { migrate } from "../migrate";

declare module "vitest" {
  interface ProvidedContext {
    /** A database to connect to for making and dropping the suites' own. */
    adminDatabaseUrl: string;
    templateDatabase: string;
  }
}

/** One server for the whole run, with one migrated database that every suite's own is copied from. */
export default async function setup({ provide }: TestProject): Promise<() => Promise<void>> {
  const dataDir = await mkdtemp(join(tmpdir(), "phase-test-"));
  const server = await startEmbedded(dataDir, {
    settings: {
      fsync: "off",
      synchronous_commit: "off",
      full_page_writes: "off",
      autovacuum: "off",
      max_connections: "300",
    },
  });
  const teardown = async () => {
    await server.stop();
    await rm(dataDir, { recursive: true, force: true });
  };
  try {
    const template = await makeTemplate(server.url);
    provide("adminDatabaseUrl", server.url);
    provide("templateDatabase", template);
  } catch (error) {
    await teardown();
    throw error;
  }
  return teardown;
}

async function makeTemplate(adminUrl: string): Promise<string> {
  const name = "phase_template";
  const client = new pg.Client({ connectionString: adminUrl });
  await client.connect();
  await client.query(`CREATE DATABASE ${name}`);
  await client.end();
  const url = new URL(adminUrl);
  url.pathname = `/${name}`;
  await migrate(url.href);
  return name;
}
