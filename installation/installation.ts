import { existsSync } from "node:fs";
import { statfs } from "node:fs/promises";
import { join } from "node:path";
import { checkDatabase } from "@/lib/database/check";
import { type Env, parseEnv } from "@/lib/settings/env";
import { readEnvFile } from "@/lib/settings/env-file";
import { diskTrouble } from "./machine/disk.mjs";
import { launcherLog } from "./programs/launcher-log";
import { startEmbedded } from "./postgres/embedded";
import { prepareDatabase } from "./migrations/prepare";
import { ROOT } from "./root";
import { readSettings, type Settings } from "./complete-settings";

export type Installation = {
  env: Env;
  /** The bundled PostgreSQL in the data folder rather than the one in DATABASE_URL. */
  isEmbedded: boolean;
  /** Releases the database. The last process of this data folder to do so stops the bundled one. */
  close: () => Promise<void>;
};

/** A segment of PostgreSQL's write-ahead log, in bytes. */
const LOG_GROWS_BY = 16 * 1024 * 1024;

/** This process's settings, with the file .env. Creates no file and starts nothing. @throws SettingsError */
export function lookAtSettings(): Settings {
  readDotenv();
  return readSettings(process.env, { keep: false });
}

/** The same, permanently: filled-in values are kept in the data folder and written to process.env. */
function completeSettings(): Settings {
  readDotenv();
  const settings = readSettings(process.env);
  Object.assign(process.env, settings.variables);
  return settings;
}

/**
 * Completes this process's settings, starts the database that they name, keeps it running and migrates it.
 * Afterwards `env()` works here and in every program started from here. `serverSettings`: for the bundled
 * PostgreSQL, added to its own. @throws SettingsError
 */
export async function openInstallation(serverSettings: Record<string, string> = {}): Promise<Installation> {
  const installation = await openDatabase(serverSettings);
  try {
    await prepareDatabase(installation.env.migrationDatabaseUrl, installation.env.databaseUrl);
    return installation;
  } catch (error) {
    await installation.close();
    throw (installation.isEmbedded && (await fullDisk(installation.env.dataDir, error))) || error;
  }
}

/** What a full disk does to the bundled database, in a sentence. Undefined if that isn't the problem. */
async function fullDisk(dataDir: string, error: unknown): Promise<Error | undefined> {
  const trouble = diskTrouble(dataDir, error instanceof Error && "cause" in error ? error.cause : error);
  if (trouble !== undefined) return trouble;
  // PostgreSQL ends when its log can't grow, without a message to anyone.
  const { bavail, bsize } = await statfs(dataDir);
  return bavail * bsize < LOG_GROWS_BY ? diskTrouble(dataDir, { code: "ENOSPC" }) : undefined;
}

/** The same without migrating: a new database stays empty. */
export async function openDatabase(settings: Record<string, string> = {}): Promise<Installation> {
  const { env, isEmbedded } = completeSettings();
  if (!isEmbedded) {
    await checkDatabase(env.migrationDatabaseUrl);
    // Programs started from here don't need it.
    delete process.env.PHASE_MIGRATION_DATABASE_URL;
    delete process.env.PHASE_MIGRATION_DATABASE_URL_FILE;
    return { env, isEmbedded, close: async () => {} };
  }
  const server = await startEmbedded(env.dataDir, { settings, keep: (line) => launcherLog.warn(line) }).catch(
    async (error: unknown) => {
      throw (await fullDisk(env.dataDir, error)) ?? error;
    },
  );
  process.env.DATABASE_URL = server.programUrl;
  // Read by follow-parent.mjs in every program that starts from here.
  process.env.PHASE_POSTGRES_USERS = server.usersFolder;
  return {
    env: { ...parseEnv(process.env), migrationDatabaseUrl: server.url },
    isEmbedded,
    close: server.stop,
  };
}

/** Loads the project's file .env into process.env. Variables that are already set stay. @throws SettingsError */
export function readDotenv(): void {
  const file = join(ROOT, ".env");
  if (!existsSync(file)) return;
  const values = Object.fromEntries(readEnvFile(file).map(({ key, value }) => [key, value]));
  Object.assign(process.env, { ...values, ...process.env });
}
