import { execFile } from "node:child_process";
import { chown, mkdir, mkdtemp, readFile, rename, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import {
  bundledPrograms,
  cannotRun,
  majorVersion,
  programEnvironment,
  type Programs,
} from "./postgres-programs";
import { accountName, databaseAccount } from "./unprivileged";

/**
 * `dir` contains PostgreSQL's files. `logFile` gets the server's output. `programs` are the bundled ones,
 * unless given.
 */
export type Cluster = { dir: string; logFile: string; programs?: Programs | undefined };

// The first version with built-in collations, which no system update changes.
const FIRST_WITH_BUILTIN_LOCALE = 17;

/**
 * Creates the cluster unless it exists. A half-made one is deleted. `sync` waits until it is on the disk.
 * @throws Error if the existing one belongs to another major version or account
 */
export async function ensureCluster(
  cluster: Cluster,
  { user, password, sync }: { user: string; password: string; sync: boolean },
): Promise<void> {
  const version = await clusterVersion(cluster);
  if (version === undefined) {
    await initCluster(cluster, { user, password, sync });
    return;
  }
  const bundled = await majorVersion(cluster.programs ?? (await bundledPrograms()));
  if (version !== bundled) throw otherVersion(cluster, version, bundled);
  await refuseOtherOwner(cluster);
}

/**
 * PostgreSQL runs only under its folder's owner. Explains this to people who once started Phase as root, or
 * as a user.
 */
async function refuseOtherOwner({ dir }: Cluster): Promise<void> {
  const { uid: owner } = await stat(dir);
  const runsAs = databaseAccount().owner?.uid ?? process.getuid?.() ?? owner;
  if (owner === runsAs) return;
  const [theirs, ours] = [accountName(owner), accountName(runsAs)];
  throw new Error(
    `The database in ${dir} belongs to the account ${theirs}, but this start would run it as ${ours}. Start Phase as ${theirs}, or run as root: chown -R ${ours} '${dir}'.`,
  );
}

/** The major version that created it, such as "18". Undefined if there is none. */
export async function clusterVersion({ dir }: Cluster): Promise<string | undefined> {
  return await readFile(join(dir, "PG_VERSION"), "utf8").then(
    (text) => text.trim(),
    () => undefined,
  );
}

function otherVersion({ dir }: Cluster, version: string, bundled: string): Error {
  return new Error(
    `PostgreSQL ${version} created the database in ${dir}, and this version of Phase includes PostgreSQL ${bundled}. Nothing was changed. docs/upgrade.md shows how to move the data.`,
  );
}

async function initCluster(
  { dir, programs }: Cluster,
  { user, password, sync }: { user: string; password: string; sync: boolean },
): Promise<void> {
  const { initdb, postgres } = programs ?? (await bundledPrograms());
  const hasBuiltinLocale = Number(await majorVersion({ postgres })) >= FIRST_WITH_BUILTIN_LOCALE;
  const account = databaseAccount();
  const fresh = `${dir}.new`;
  await rm(fresh, { recursive: true, force: true });
  await mkdir(fresh, { mode: 0o700 });
  const secret = await mkdtemp(join(tmpdir(), "phase-"));
  const passwordFile = join(secret, "password");
  try {
    await writeFile(passwordFile, password, { mode: 0o600 });
    if (account.owner !== undefined) {
      for (const path of [fresh, secret, passwordFile])
        await chown(path, account.owner.uid, account.owner.gid);
    }
    const { file, args, ...ids } = account.command(initdb, [
      `--pgdata=${fresh}`,
      `--username=${user}`,
      `--pwfile=${passwordFile}`,
      "--auth=scram-sha-256",
      "--encoding=UTF8",
      ...(hasBuiltinLocale ? ["--locale-provider=builtin", "--builtin-locale=C.UTF-8"] : []),
      "--locale=C",
      ...(sync ? [] : ["--no-sync"]),
    ]);
    await promisify(execFile)(file, args, { cwd: "/", env: programEnvironment(), ...ids });
  } catch (error) {
    await rm(fresh, { recursive: true, force: true });
    throw cannotRun(dir, (error as { stderr?: string }).stderr?.trim() || String(error));
  } finally {
    await rm(secret, { recursive: true, force: true });
  }
  await rename(fresh, dir);
}
