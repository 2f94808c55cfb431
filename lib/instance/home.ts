/** Where an installation lives, and how it distinguishes its own home from a copy's. */
import { realpath, stat } from "node:fs/promises";
import { join } from "node:path";
import type { Db } from "@/lib/db";
import { BUNDLED_DATABASE } from "@/lib/database/bundled-database";
import { howToRun } from "../settings/how-to-run";

/** The settings that tell a process where it is. `dataDir` is absolute. */
export type HomeSettings = { instanceId?: string | undefined; dataDir?: string };

export type Home = {
  /**
   * `folder:INODE-BIRTH` for a bundled database: a move within a file system keeps both, a copy never does.
   * `database:CLUSTER:OID` for any other: a restored dump has others, a fail-over to a replica keeps them,
   * and so does a copy of all of a cluster's files.
   */
  place: string;
  /** PHASE_INSTANCE_ID. */
  givenId: string | null;
};

const ADOPT = `To continue with this installation, stop the other one permanently, then run: ${howToRun("phase adopt-instance")}`;
const UNKNOWN_CLUSTER = "?";

/** Why an installation whose last home was `known` counts as a copy in `here`. Null if it doesn't. */
export function copyProblem(known: { [Part in keyof Home]: string | null }, here: Home): string | null {
  const folders = [known.place, here.place].every((place) => place?.startsWith("folder:") === true);
  if (folders && known.place === here.place) return null;
  if (folders) {
    return `This data folder was copied, or moved from another file system or machine. A copy must not delete the original's service accounts. ${ADOPT}`;
  }
  if (known.givenId !== null && here.givenId === null) {
    return `PHASE_INSTANCE_ID is not set, and this database belongs to the installation "${known.givenId}", so this may be a copy. A copy must not delete the original's service accounts. If it isn't a copy, set PHASE_INSTANCE_ID to "${known.givenId}" again. ${ADOPT}`;
  }
  if (known.givenId !== null && known.givenId !== here.givenId) {
    return `PHASE_INSTANCE_ID is "${here.givenId ?? ""}", and this database belongs to the installation "${known.givenId}", so this may be a copy. A copy must not delete the original's service accounts. ${ADOPT}`;
  }
  if (known.givenId !== null || known.place === null || known.place === here.place) return null;
  return `This database was set up elsewhere, so it may be a copy. A copy must not delete the original's service accounts. ${ADOPT}`;
}

/** Asks the database, and the file system if the database is bundled. */
export async function homeOf(db: Db, { instanceId, dataDir }: HomeSettings): Promise<Home> {
  const folder = dataDir === undefined ? null : await bundledFolder(db, dataDir);
  return { place: folder ?? (await placeOfDatabase(db)), givenId: instanceId ?? null };
}

async function bundledFolder(db: Db, dataDir: string): Promise<string | null> {
  const root = await realpath(dataDir).catch(() => dataDir);
  const isThere = await stat(join(root, "postgres", "PG_VERSION")).catch(() => null);
  if (isThere === null) return null;
  const [server] = await db.$queryRaw<{ folder: string | null }[]>`
    SELECT setting AS folder FROM pg_settings
     WHERE name = 'data_directory' AND current_database() = ${BUNDLED_DATABASE}`;
  if (server?.folder !== join(root, "postgres")) return null;
  const { ino, birthtimeNs } = await stat(root, { bigint: true });
  return `folder:${ino}-${birthtimeNs}`;
}

type Place = { cluster: string; oid: string };

async function placeOfDatabase(db: Db): Promise<string> {
  const [row] = await askForPlace(db);
  if (row === undefined) throw new Error("The database returned no identity.");
  return `database:${row.cluster}:${row.oid}`;
}

/** Some hosted PostgreSQL services don't let users read the cluster's identifier. */
async function askForPlace(db: Db): Promise<Place[]> {
  try {
    return await db.$queryRaw<Place[]>`
      SELECT control.system_identifier::text AS cluster, pg_database.oid::text AS oid
        FROM pg_control_system() AS control, pg_database WHERE datname = current_database()`;
  } catch (error) {
    const rows = await db.$queryRaw<(Place & { mayAsk: boolean })[]>`
      SELECT ${UNKNOWN_CLUSTER} AS cluster, oid::text AS oid,
             has_function_privilege('pg_control_system()', 'EXECUTE') AS "mayAsk"
        FROM pg_database WHERE datname = current_database()`;
    if (rows[0]?.mayAsk === true) throw error;
    return rows;
  }
}
