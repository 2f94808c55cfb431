import { randomBytes } from "node:crypto";
import { mkdir, readdir, readFile, realpath, rename, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import pg from "pg";
import { freePort, isPortFree } from "../scripts/ports";
import { isProcessAlive, processName, withLock } from "../scripts/lock.mjs";
import { type Cluster, initCluster, launchPostmaster, runningPostmaster, stopPostmaster } from "./postmaster";

const DATABASE = "phase";
const USER = "phase";
const START_ATTEMPTS = 5;

export type Embedded = {
  url: string;
  /** Whether this call started the server, rather than joined one that was running. */
  owned: boolean;
  /** Lets go of the server; the last process to let go shuts it down and waits until it is gone. */
  stop(): Promise<void>;
};

type Access = { port: number; password: string };

/**
 * Starts PostgreSQL on the loopback interface with its files below `dataDir` (made when missing), or joins the server
 * that another process runs on the same folder or that a killed one left behind.
 * `settings` are server settings such as `fsync: "off"`; they count only for a server that this call starts.
 * @throws Error with a way out when PostgreSQL can't run here.
 */
export async function startEmbedded(
  dataDir: string,
  { settings = {} }: { settings?: Record<string, string> } = {},
): Promise<Embedded> {
  await mkdir(dataDir, { recursive: true, mode: 0o700 });
  // A server is recognised by its folder's one true name.
  const root = await realpath(dataDir);
  const cluster: Cluster = { dir: join(root, "postgres"), logFile: join(root, "postgres.log") };
  const users = join(root, "postgres.users");
  const user = join(users, `${processName(process.pid)}.${randomBytes(4).toString("hex")}`);

  const start = async (): Promise<{ url: string; owned: boolean }> => {
    const running = await runningPostmaster(cluster);
    const access = await readAccess(root);
    const owned = running === undefined || access === undefined;
    const port = owned ? await startServer(root, cluster, settings) : access.port;
    const url = await ensureDatabase(root, port);
    await mkdir(users, { recursive: true, mode: 0o700 });
    await writeFile(user, "");
    return { url, owned };
  };

  const stop = async (): Promise<void> => {
    await rm(user, { force: true });
    if (!(await hasLiveUser(users))) await stopPostmaster(cluster);
  };

  const lock = join(root, "postgres.lock");
  const { url, owned } = await withLock(lock, start);
  let stopping: Promise<void> | undefined;
  return { url, owned, stop: () => (stopping ??= withLock(lock, stop)) };
}

async function startServer(
  root: string,
  cluster: Cluster,
  settings: Record<string, string>,
): Promise<number> {
  const known = await readAccess(root);
  const password = known?.password ?? randomBytes(24).toString("base64url");
  let port = known?.port ?? (await freePort());
  // Before the cluster is made: a crash in between must not lose its password.
  await writeAccess(root, { port, password });
  await initCluster(cluster, { user: USER, password });
  for (let attempt = 1; ; attempt++) {
    if (!(await isPortFree(port, "127.0.0.1"))) {
      port = await freePort();
      await writeAccess(root, { port, password });
    }
    try {
      await launchPostmaster(cluster, { ...settings, port: String(port) });
      return port;
    } catch (error) {
      // Somebody took the port since we looked, or back ends of a killed server are still on their way out.
      if (attempt === START_ATTEMPTS) throw error;
      await new Promise((done) => setTimeout(done, 200 * attempt));
    }
  }
}

async function ensureDatabase(root: string, port: number): Promise<string> {
  const access = await readAccess(root);
  if (access === undefined) throw new Error(`${accessFile(root)} is missing or damaged`);
  const urlOf = (name: string) => `postgresql://${USER}:${access.password}@127.0.0.1:${port}/${name}`;
  const client = new pg.Client({ connectionString: urlOf("postgres") });
  await client.connect();
  try {
    const found = await client.query("SELECT 1 FROM pg_database WHERE datname = $1", [DATABASE]);
    if (found.rowCount === 0) await client.query(`CREATE DATABASE ${DATABASE}`);
  } finally {
    await client.end();
  }
  return urlOf(DATABASE);
}

async function hasLiveUser(users: string): Promise<boolean> {
  const names = await readdir(users).catch(() => []);
  let live = false;
  for (const name of names) {
    if (isProcessAlive(name.slice(0, name.lastIndexOf(".")))) live = true;
    else await rm(join(users, name), { force: true });
  }
  return live;
}

const accessFile = (root: string) => join(root, "postgres.json");

async function readAccess(root: string): Promise<Access | undefined> {
  const text = await readFile(accessFile(root), "utf8").catch(() => undefined);
  if (text === undefined) return undefined;
  const { port, password } = JSON.parse(text) as Partial<Access>;
  return typeof port === "number" && typeof password === "string" ? { port, password } : undefined;
}

async function writeAccess(root: string, access: Access): Promise<void> {
  const fresh = `${accessFile(root)}.new`;
  await writeFile(fresh, JSON.stringify(access), { mode: 0o600 });
  await rename(fresh, accessFile(root));
}
