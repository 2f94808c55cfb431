/** A separate PostgreSQL for the run, which can be stopped immediately. */
import { mkdtemp, realpath, rm } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { connect } from "@/lib/database/connect";
import { PATIENT } from "@/lib/database/session";
import { startEmbedded } from "@/installation/postgres/embedded";
import { migrate } from "@/installation/migrations/migrate";
import { launchPostmaster, runningPostmaster } from "@/installation/postgres/postmaster";
import { quickFolder } from "@/installation/testing/quick-folder";

/** Everything that a process's death can lose is kept. Only protection from power cuts is left out. */
const SETTINGS = { fsync: "off", full_page_writes: "off", autovacuum: "off", max_connections: "300" };

export type Cluster = {
  folder: string;
  /** A migrated, empty database; resolves to its URL. */
  createDatabase(): Promise<string>;
  /** Copies one database over another. Nobody may be connected to the first. */
  copyDatabase(fromUrl: string, toUrl: string): Promise<void>;
  /** Like `pg_ctl stop -m immediate`: no checkpoint, every connection cut. */
  stopImmediately(): Promise<void>;
  /** After an immediate stop: recovers from the log. */
  startAgain(): Promise<void>;
  close(options?: { keepFiles?: boolean }): Promise<void>;
};

export async function startCluster(): Promise<Cluster> {
  const folder = await realpath(await mkdtemp(join(quickFolder(), "phase-chaos-")));
  const server = await startEmbedded(folder, { settings: SETTINGS });
  const cluster = { dir: join(folder, "postgres"), logFile: join(folder, "postgres.log") };
  const address = new URL(server.url);
  const urlOf = (database: string) => Object.assign(new URL(server.url), { pathname: `/${database}` }).href;
  const nameOf = (url: string) => new URL(url).pathname.slice(1);
  async function copyDatabase(fromUrl: string, toUrl: string): Promise<void> {
    const client = await connect(urlOf("postgres"), PATIENT);
    await client.query(`DROP DATABASE IF EXISTS ${nameOf(toUrl)} WITH (FORCE)`);
    await client.query(`CREATE DATABASE ${nameOf(toUrl)} TEMPLATE ${nameOf(fromUrl)} STRATEGY FILE_COPY`);
    await client.end();
  }
  await migrate(server.url);
  let databases = 0;
  return {
    folder,
    async createDatabase() {
      databases += 1;
      const url = urlOf(`chaos_${databases}`);
      await copyDatabase(server.url, url);
      return url;
    },
    copyDatabase,
    async stopImmediately() {
      const pid = await runningPostmaster(cluster);
      if (pid === undefined) return;
      process.kill(pid, "SIGQUIT");
      while ((await runningPostmaster(cluster)) !== undefined) await delay(10);
    },
    startAgain: () => launchPostmaster(cluster, { ...SETTINGS, port: address.port }),
    async close({ keepFiles = false } = {}) {
      await server.stop();
      if (!keepFiles) await rm(folder, { recursive: true, force: true });
    },
  };
}
