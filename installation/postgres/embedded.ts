import { randomBytes } from "node:crypto";
import { mkdir, realpath } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import type pg from "pg";
import { connect } from "@/lib/database/connect";
import { PATIENT } from "@/lib/database/session";
import { diskTrouble } from "../machine/disk.mjs";
import { withLock } from "../machine/lock.mjs";
import { freePort, isPortFree } from "../machine/ports";
import { type Access, readAccess, writeAccess } from "./access";
import { BUNDLED_DATABASE } from "@/lib/database/bundled-database";
import { type Cluster, clusterVersion, ensureCluster } from "./cluster";
import { guardServer } from "./guard";
import { keepRunning } from "./keep-running";
import type { Programs } from "./postgres-programs";
import { hasPostmaster, launchPostmaster, runningPostmaster, StartError, stopPostmaster } from "./postmaster";
import { trimLog } from "./trim-log";
import { type Left, usersOf } from "./users";

/** Owns everything and migrates. */
const USER = "phase";
/** What web, worker and commands run under. */
const PROGRAM = "phase_program";
// Back ends of a killed server finish their statement first.
const START_WITHIN_MS = 30_000;
const START_AGAIN_MS = 300;
// A killed server takes a moment to release its port. Moving to another port would strand processes that know
// the old one.
const PORT_WITHIN_MS = 5_000;
const PORT_POLL_MS = 50;
const LEFT_POLL_MS = 200;
const TRIM_EVERY_MS = 60_000;

export type Embedded = {
  /** For the role that owns everything. */
  url: string;
  /** For the role that the program runs under. */
  programUrl: string;
  /** Where each program that this process starts registers as a user of the server. */
  usersFolder: string;
  /** Whether this call started the server rather than joining a running one. */
  owned: boolean;
  /** Releases the server. The last process to do so shuts it down and waits until it is gone. */
  stop: () => Promise<void>;
};

type Options = {
  /** Server settings such as `fsync: "off"`. They apply only to a server that this call starts. */
  settings?: Record<string, string>;
  /** For a PostgreSQL other than the bundled one. */
  programs?: Programs | undefined;
  /** Restarts the server on the same port if it ends unexpectedly. Called with a line for people each time. */
  keep?: (line: string) => void;
};

/**
 * Starts PostgreSQL on the loopback interface with its files below `dataDir` (created if missing), or joins a
 * server that another process runs on the same folder or that a killed one left behind. @throws Error with
 * the fix if PostgreSQL can't run here; no server is left behind then.
 */
export async function startEmbedded(
  dataDir: string,
  { settings = {}, programs, keep }: Options = {},
): Promise<Embedded> {
  const { root, cluster } = await placeOf(dataDir, { make: true, programs });
  const usersFolder = usersFolderOf(root);
  const users = usersOf(usersFolder);

  const start = async (): Promise<{ url: string; programUrl: string; owned: boolean }> => {
    const isRunning = (await runningPostmaster(cluster)) !== undefined;
    const access = await withProgram(
      root,
      isRunning ? await knownAccess(root) : await startServer(root, cluster, settings),
    );
    try {
      await ensureDatabase(access);
      await users.enter();
    } catch (error) {
      // It ended while this process joined it.
      if (isRunning && !(await hasPostmaster(cluster))) return await start();
      if ((await users.left()) === "nobody") await stopPostmaster(cluster);
      throw error;
    }
    return {
      url: urlOf(access, BUNDLED_DATABASE),
      programUrl: programUrlOf(access),
      owned: !isRunning,
    };
  };

  const again = async (): Promise<void> => {
    if ((await runningPostmaster(cluster)) !== undefined) return;
    const { port } = await knownAccess(root);
    // Web and worker know this port.
    await launchPostmaster(cluster, { ...settings, port: String(port) });
  };

  const leave = async (): Promise<void> => {
    await users.leave();
    if ((await users.left()) === "nobody") await stopPostmaster(cluster);
  };

  const lock = lockOf(root);
  const guard = guardServer(root);
  const { url, programUrl, owned } = await withLock(lock, start).catch((error: unknown) => {
    guard.release();
    throw error;
  });
  const keeping =
    keep &&
    keepRunning(
      () => hasPostmaster(cluster),
      () => withLock(lock, again),
      keep,
    );
  const trimming = keep && setInterval(() => void trimLog(cluster.logFile), TRIM_EVERY_MS).unref();
  const stop = async (): Promise<void> => {
    clearInterval(trimming);
    await keeping?.stop();
    guard.release();
    // If the disk can't hold a lock, nobody else can start on this folder either, because that needs the same
    // lock.
    await withLock(lock, leave).catch(leave);
  };
  let stopping: Promise<void> | undefined;
  return { url, programUrl, usersFolder, owned, stop: () => (stopping ??= stop()) };
}

/**
 * Acts for a process that died without releasing the server: waits for the programs that it had started,
 * which end after it, and shuts the server down unless another process uses it.
 */
export async function leaveForTheDead(dataDir: string): Promise<void> {
  const { root, cluster } = await placeOf(dataDir, { make: false });
  const users = usersOf(usersFolderOf(root));
  const leave = async (): Promise<Left> => {
    const left = await users.left();
    if (left === "nobody") await stopPostmaster(cluster);
    return left;
  };
  while ((await withLock(lockOf(root), leave)) === "programs") await delay(LEFT_POLL_MS);
}

/** The program's URL of the database in `dataDir` if its server runs. Starts and changes nothing. */
export async function runningEmbedded(dataDir: string): Promise<string | undefined> {
  const place = await placeOf(dataDir, { make: false }).catch(() => undefined);
  if (place === undefined || (await runningPostmaster(place.cluster)) === undefined) return undefined;
  return programUrlOf(await knownAccess(place.root));
}

const usersFolderOf = (root: string) => join(root, "postgres.users");
const lockOf = (root: string) => join(root, "postgres.lock");

async function placeOf(
  dataDir: string,
  { make, programs }: { make: boolean; programs?: Programs | undefined },
): Promise<{ root: string; cluster: Cluster }> {
  try {
    if (make) await mkdir(dataDir, { recursive: true, mode: 0o700 });
    // A server is recognised by its folder's real path.
    const root = await realpath(dataDir);
    return { root, cluster: { dir: join(root, "postgres"), logFile: join(root, "postgres.log"), programs } };
  } catch (error) {
    throw diskTrouble(dataDir, error) ?? error;
  }
}

async function startServer(
  root: string,
  cluster: Cluster,
  settings: Record<string, string>,
): Promise<Access> {
  const isNew = (await clusterVersion(cluster)) === undefined;
  const known = isNew ? await readAccess(root).catch(() => undefined) : await knownAccess(root);
  const password = known?.password ?? randomBytes(24).toString("base64url");
  const programPassword = known?.programPassword;
  let access: Access = { port: known?.port ?? (await freePort()), password, programPassword };
  // Before the cluster is created, so that a crash in between can't lose its password.
  if (known === undefined) await writeAccess(root, access);
  await ensureCluster(cluster, { user: USER, password, sync: settings.fsync !== "off" });
  const deadline = Date.now() + START_WITHIN_MS;
  for (;;) {
    if (!(await comesFree(access.port))) {
      access = { port: await freePort(), password, programPassword };
      await writeAccess(root, access);
    }
    try {
      await launchPostmaster(cluster, { ...settings, port: String(access.port) });
      return access;
    } catch (error) {
      if (!(error instanceof StartError && error.isPassing) || Date.now() > deadline) throw error;
      await delay(START_AGAIN_MS);
    }
  }
}

async function comesFree(port: number): Promise<boolean> {
  const deadline = Date.now() + PORT_WITHIN_MS;
  while (!(await isPortFree(port, "127.0.0.1"))) {
    if (Date.now() > deadline) return false;
    await delay(PORT_POLL_MS);
  }
  return true;
}

async function knownAccess(root: string): Promise<Access> {
  const access = await readAccess(root);
  if (access !== undefined) return access;
  throw new Error(
    `${join(root, "postgres.json")}, with the port and password of the bundled database, is missing. Restore it from a backup.`,
  );
}

const urlOf = ({ port, password }: Access, database: string) =>
  `postgresql://${USER}:${password}@127.0.0.1:${port}/${database}`;

/** Before that version, the program ran as the owner. */
const programUrlOf = ({ port, password, programPassword }: Access) =>
  programPassword === undefined
    ? urlOf({ port, password }, BUNDLED_DATABASE)
    : `postgresql://${PROGRAM}:${programPassword}@127.0.0.1:${port}/${BUNDLED_DATABASE}`;

async function withProgram(root: string, access: Access): Promise<Access> {
  if (access.programPassword !== undefined) return access;
  const complete = { ...access, programPassword: randomBytes(24).toString("base64url") };
  await writeAccess(root, complete);
  return complete;
}

/** The password is set at each start, because a crash may have come between setting it and writing the file. */
async function ensureProgram(client: pg.Client, { programPassword = "" }: Access): Promise<void> {
  const found = await client.query("SELECT FROM pg_roles WHERE rolname = $1", [PROGRAM]);
  if (found.rowCount === 0) await client.query(`CREATE ROLE ${PROGRAM}`);
  // The program must distinguish its own data folder from a copy.
  await client.query(`GRANT pg_read_all_settings TO ${PROGRAM}`);
  await client.query(
    `ALTER ROLE ${PROGRAM} LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE NOREPLICATION NOBYPASSRLS PASSWORD '${programPassword}'`,
  );
}

async function ensureDatabase(access: Access): Promise<void> {
  const client = await connect(urlOf(access, "postgres"), PATIENT);
  try {
    await ensureProgram(client, access);
    const found = await client.query("SELECT 1 FROM pg_database WHERE datname = $1", [BUNDLED_DATABASE]);
    if (found.rowCount === 0) await client.query(`CREATE DATABASE ${BUNDLED_DATABASE}`);
  } finally {
    await client.end();
  }
}
