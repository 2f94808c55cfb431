import { randomBytes } from "node:crypto";
import {
  chmodSync,
  closeSync,
  existsSync,
  fsyncSync,
  linkSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeSync,
} from "node:fs";
import { join, resolve } from "node:path";
import { type Env, parseEnv, SettingsError } from "@/lib/settings/env";
import { diskTrouble } from "./machine/disk.mjs";
import { ROOT } from "./root";

export type Settings = {
  env: Env;
  /** The filled-in settings, as the environment variables that web, worker and CLI read. */
  variables: Record<string, string>;
  /** No DATABASE_URL was given, so the database is in the data folder, and `env.databaseUrl` isn't known yet. */
  isEmbedded: boolean;
  /** NEXTAUTH_SECRET isn't set or stored, so it was generated for this process only. */
  isMadeUp: boolean;
};

export const DEFAULT_DATA_DIR = join(ROOT, ".phase");
const NEXTAUTH_SECRET_FILE = "nextauth-secret";
const UNKNOWN_YET = "postgresql://127.0.0.1/phase";

/**
 * Completes `source` with machine-dependent defaults: the data folder, and keys generated once into it. If
 * `keep` is false, missing keys are generated but nothing is written. @throws SettingsError
 */
export function readSettings(
  source: Readonly<Record<string, string | undefined>>,
  { keep = true }: { keep?: boolean } = {},
): Settings {
  const given = (name: string) => source[name]?.trim() || source[`${name}_FILE`]?.trim() || undefined;
  const dataDir = resolve(given("PHASE_DATA_DIR") ?? DEFAULT_DATA_DIR);
  const isEmbedded = given("DATABASE_URL") === undefined;
  const variables: Record<string, string> = {
    PHASE_DATA_DIR: dataDir,
    NEXTAUTH_URL: given("NEXTAUTH_URL") ?? addressOf(given("HOST"), given("PORT")),
  };
  if (given("NEXTAUTH_SECRET") === undefined)
    variables.NEXTAUTH_SECRET = kept(dataDir, NEXTAUTH_SECRET_FILE, randomKey, { keep });
  // Keys generated for someone's own database would be lost with this machine, and the stored values with
  // them.
  if (isEmbedded && given("PHASE_ENCRYPTION_KEYS") === undefined) {
    variables.PHASE_ENCRYPTION_KEYS = keptEncryptionKeys(dataDir, keep);
  }
  const env = parseEnv({
    ...(isEmbedded ? { DATABASE_URL: UNKNOWN_YET } : {}),
    ...withoutEmpty(source),
    ...variables,
  });
  const isMadeUp =
    !keep && given("NEXTAUTH_SECRET") === undefined && !existsSync(join(dataDir, NEXTAUTH_SECRET_FILE));
  return { env, variables, isEmbedded, isMadeUp };
}

function withoutEmpty(
  source: Readonly<Record<string, string | undefined>>,
): Record<string, string | undefined> {
  return Object.fromEntries(Object.entries(source).filter(([, value]) => value?.trim()));
}

/** The URL for a browser on this machine. */
function addressOf(host: string | undefined, port: string | undefined): string {
  const isEverywhere = host === undefined || ["127.0.0.1", "0.0.0.0", "::"].includes(host);
  const name = isEverywhere ? "localhost" : host.includes(":") ? `[${host}]` : host;
  const address = `http://${name}:${port ?? "3000"}`;
  // An invalid port is reported separately.
  return URL.canParse(address) ? address : `http://${name}`;
}

function keptEncryptionKeys(dataDir: string, keep: boolean): string {
  const name = "encryption-keys";
  if (existsSync(join(dataDir, "postgres", "PG_VERSION")) && !existsSync(join(dataDir, name))) {
    throw new SettingsError(
      `PHASE_ENCRYPTION_KEYS is missing, and so are the keys with which the database in ${dataDir} was created. Set the variable to those keys, or restore the file ${name} from a backup.`,
    );
  }
  return kept(dataDir, name, () => `k1:${randomKey()}`, { keep });
}

/** The text in the data folder's file of this name, created once and readable only by its owner. */
export function kept(
  dataDir: string,
  name: string,
  make: () => string,
  { keep = true }: { keep?: boolean } = {},
): string {
  const file = join(dataDir, name);
  try {
    if (!existsSync(file)) {
      const text = make();
      if (!keep) return text;
      write(dataDir, file, text);
    }
    return readFileSync(file, "utf8").trim();
  } catch (error) {
    const why = diskTrouble(file, error)?.message ?? (error instanceof Error ? error.message : String(error));
    throw new SettingsError(`PHASE_DATA_DIR must be a folder that this program may read and write: ${why}`);
  }
}

function write(dataDir: string, file: string, text: string): void {
  mkdirSync(dataDir, { recursive: true, mode: 0o700 });
  if (readdirSync(dataDir).length === 0) chmodSync(dataDir, 0o700);
  const fresh = `${file}.${process.pid}.new`;
  const handle = openSync(fresh, "w", 0o600);
  try {
    writeSync(handle, `${text}\n`);
    fsyncSync(handle);
    // Unlike a rename, this never replaces the file of a faster process.
    linkSync(fresh, file);
  } catch (error) {
    if (!existsSync(file)) throw error;
  } finally {
    closeSync(handle);
    rmSync(fresh);
  }
}

function randomKey(): string {
  return randomBytes(32).toString("base64");
}
