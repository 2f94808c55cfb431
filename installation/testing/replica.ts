/** A primary with a streaming replica, both of the bundled PostgreSQL, and an address that a fail-over moves. */
import { execFile } from "node:child_process";
import { chown, mkdtemp, realpath, rm, writeFile } from "node:fs/promises";
import { createServer, connect, type Server, type Socket } from "node:net";
import { once } from "node:events";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { promisify } from "node:util";
import pg from "pg";
import { freePort } from "../machine/ports";
import { type Cluster, ensureCluster } from "../postgres/cluster";
import { migrate } from "../migrations/migrate";
import { launchPostmaster, runningPostmaster, stopPostmaster } from "../postgres/postmaster";
import { databaseAccount } from "../postgres/unprivileged";
import { quickFolder } from "./quick-folder";

const USER = "phase";
const PASSWORD = "replicated";
const POLL_MS = 20;
const SETTINGS = { fsync: "off", autovacuum: "off", wal_keep_size: "64MB" };

export type ReplicatedDatabase = {
  /** The URL of a migrated, empty database. The same before and after the fail-over. */
  url: string;
  /** Resolves when the replica has everything that the primary has. From then on it receives nothing. */
  stopStreaming(): Promise<void>;
  /** The primary is gone for good, and the replica takes its place under the same address. */
  failOver(): Promise<void>;
  close(): Promise<void>;
};

export async function startReplicatedDatabase(): Promise<ReplicatedDatabase> {
  const folder = await realpath(await mkdtemp(join(quickFolder(), "phase-replica-")));
  const clusterIn = (name: string): Cluster => {
    return { dir: join(folder, name), logFile: join(folder, `${name}.log`) };
  };
  const [primary, replica] = [clusterIn("primary"), clusterIn("replica")];
  const [primaryPort, replicaPort] = [await freePort(), await freePort()];
  const urlOf = (port: number, name: string) => `postgresql://${USER}:${PASSWORD}@127.0.0.1:${port}/${name}`;
  const streaming = await startGate(primaryPort);
  const front = await startGate(primaryPort);

  await ensureCluster(primary, { user: USER, password: PASSWORD, sync: false });
  await launchPostmaster(primary, { ...SETTINGS, port: String(primaryPort) });
  await query(urlOf(primaryPort, "postgres"), "CREATE DATABASE phase");
  await migrate(urlOf(primaryPort, "phase"));
  await copyRunning(urlOf(primaryPort, "postgres"), primary, replica);
  const upstream = `host=127.0.0.1 port=${streaming.port} user=${USER} password=${PASSWORD}`;
  await launchPostmaster(replica, { ...SETTINGS, port: String(replicaPort), primary_conninfo: upstream });

  return {
    url: urlOf(front.port, "phase"),
    async stopStreaming() {
      const behind =
        "SELECT 1 FROM pg_stat_replication WHERE state = 'streaming' AND replay_lsn >= pg_current_wal_lsn()";
      while ((await query(urlOf(primaryPort, "postgres"), behind)) === 0) await delay(POLL_MS);
      streaming.lead(null);
    },
    async failOver() {
      front.lead(null);
      const pid = await runningPostmaster(primary);
      if (pid !== undefined) process.kill(pid, "SIGQUIT");
      await query(urlOf(replicaPort, "postgres"), "SELECT pg_promote()");
      front.lead(replicaPort);
    },
    async close() {
      for (const cluster of [primary, replica]) await stopPostmaster(cluster);
      await Promise.all([streaming.close(), front.close()]);
      await rm(folder, { recursive: true, force: true });
    },
  };
}

/** What pg_basebackup does, which the bundled PostgreSQL doesn't include. */
async function copyRunning(url: string, from: Cluster, to: Cluster): Promise<void> {
  const { owner } = databaseAccount();
  const write = async (name: string, text: string) => {
    const file = join(to.dir, name);
    await writeFile(file, text, { mode: 0o600 });
    if (owner !== undefined) await chown(file, owner.uid, owner.gid);
  };
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    await client.query("SELECT pg_backup_start('replica', true)");
    await promisify(execFile)("cp", ["-a", from.dir, to.dir]);
    const stopped = await client.query<{ labelfile: string }>("SELECT labelfile FROM pg_backup_stop(false)");
    await rm(join(to.dir, "postmaster.pid"), { force: true });
    await write("backup_label", stopped.rows[0]?.labelfile ?? "");
    await write("standby.signal", "");
  } finally {
    await client.end();
  }
}

/** Runs one statement, and returns the number of rows. */
async function query(connectionString: string, text: string): Promise<number> {
  const client = new pg.Client({ connectionString });
  await client.connect();
  try {
    return (await client.query(text)).rowCount ?? 0;
  } finally {
    await client.end();
  }
}

type Gate = {
  port: number;
  /** Cuts every connection. New ones lead to this port from now on, or nowhere. */
  lead(port: number | null): void;
  close(): Promise<void>;
};

async function startGate(firstPort: number): Promise<Gate> {
  let target: number | null = firstPort;
  const open = new Set<Socket>();
  const server: Server = createServer((client) => {
    if (target === null) return client.resetAndDestroy();
    const onward = connect(target, "127.0.0.1");
    for (const [one, other] of [
      [client, onward],
      [onward, client],
    ] as const) {
      open.add(one);
      one.on("error", () => other.destroy());
      one.on("close", () => {
        open.delete(one);
        other.destroy();
      });
      one.pipe(other);
    }
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("The gate has no port.");
  const cut = () => {
    for (const socket of open) socket.resetAndDestroy();
  };
  return {
    port: address.port,
    lead(port) {
      target = port;
      cut();
    },
    async close() {
      target = null;
      cut();
      server.close();
      await once(server, "close");
    },
  };
}
