import * as z from "zod";
import { type Proxies, PROXY_VARIABLES, proxyVariable } from "./proxies";
import { LOG_LEVELS, type LogLevel, SETTING_NAMES, SETTINGS, type SettingValues } from "./settings";
import { IN_FILES, withSecretFiles } from "./secret-files";
import { REGION } from "./schemas";

/** The settings of one process. Names carry their unit; `retryScale` multiplies waiting times. */
export type Env = Omit<SettingValues, "openaiRegionalBaseUrl" | "migrationDatabaseUrl"> & {
  /** Of the role that owns the tables, only for bringing them up to date; DATABASE_URL's own where it is not set. */
  migrationDatabaseUrl: string;
  /** `openaiBaseUrl` with `{region}` in it, for projects with data residency; null: those are at openaiBaseUrl too. */
  openaiRegionalBaseUrl: string | null;
  proxies: Proxies;
};

/** Its message names every bad variable and what it should be, and repeats no value. */
export class SettingsError extends Error {
  override name = "SettingsError";
}

/** As `z.object` has it: what it makes of each variable is what its row's schema does. */
const variables = z
  .object(Object.fromEntries(SETTING_NAMES.map((name) => [name, SETTINGS[name].schema])))
  .superRefine((values, ctx) => {
    if (values.SMTP_URL !== undefined && values.MAIL_FROM === undefined) {
      ctx.addIssue({ code: "custom", path: ["MAIL_FROM"] });
    }
  });

/**
 * Reads settings out of `environment`, and secrets out of the files that it names; an empty variable counts as unset.
 * @throws SettingsError
 */
export function parseEnv(environment: Readonly<Record<string, string | undefined>>): Env {
  const { variables: source, problems } = withSecretFiles(environment);
  const given: Record<string, string | undefined> = Object.fromEntries(
    SETTING_NAMES.map((name) => [name, source[name]?.trim() || undefined]),
  );
  for (const name of PROXY_VARIABLES) given[name] = proxyVariable(source, name);
  const parsed = variables.safeParse(given);
  if (!parsed.success || problems.size > 0) throw new SettingsError(describe(parsed.error, given, problems));
  // The schemas of the record, under the names of the record.
  const values = Object.fromEntries(
    SETTING_NAMES.map((name) => [SETTINGS[name].as, parsed.data[name]]),
  ) as unknown as SettingValues;
  return {
    ...values,
    migrationDatabaseUrl: values.migrationDatabaseUrl ?? values.databaseUrl,
    openaiRegionalBaseUrl: values.openaiRegionalBaseUrl ?? regionalBaseUrl(values.openaiBaseUrl),
    proxies: { https: values.httpsProxy ?? null, http: values.httpProxy ?? null, except: values.noProxy },
  };
}

const OPENAIS_HOST = /^([a-z]{2}\.)?api\.openai\.com$/;

/** Other regions are known beside OpenAI's own host only; a gateway's are whatever its operator says. */
function regionalBaseUrl(baseUrl: string): string | null {
  return OPENAIS_HOST.test(new URL(baseUrl).hostname) ? `https://${REGION}.api.openai.com/v1` : null;
}

// On globalThis because the web bundles this module more than once, and the secrets can be read from the environment once.
const holder: { phaseEnv?: Env } = globalThis as { phaseEnv?: Env };

/**
 * This process's settings, read at the first call.
 * @throws SettingsError
 */
export function env(): Env {
  return (holder.phaseEnv ??= parseEnv(process.env));
}

/** The settings, whose secrets are then in this process's memory alone. For processes that start no others with them. */
export function envWithSecretsHidden(): Env {
  const settings = env();
  for (const name of [...IN_FILES, ...IN_FILES.map((secret) => secret.toLowerCase())])
    Reflect.deleteProperty(process.env, name);
  return settings;
}

/**
 * Takes out of this process's environment what node-postgres reads behind every caller's back: what a shell has for psql
 * must not change what DATABASE_URL means.
 */
export function forgetPgVariables(): void {
  for (const name of ["PGOPTIONS", "PGREPLICATION", "PGBINARY", "PGCLIENT_ENCODING"])
    Reflect.deleteProperty(process.env, name);
}

/** LOG_LEVEL by itself, for loggers made before the settings are read (a build has none); "info" when wrong. */
export function logLevel(): LogLevel {
  return LOG_LEVELS.find((level) => level === process.env.LOG_LEVEL?.trim()) ?? "info";
}

/** Whether this runs as a release rather than in a clone: its own program says so. */
export function isReleased(): boolean {
  return process.env.PHASE_RELEASED === "1";
}

/** NEXTAUTH_URL by itself, for refusals, which must not fail over another setting that is wrong. */
export function consoleUrl(): string {
  const url = process.env.NEXTAUTH_URL?.trim() ?? "";
  return URL.canParse(url) ? url : "http://localhost:3000";
}

function describe(
  error: z.ZodError | undefined,
  given: Record<string, string | undefined>,
  ofFiles: ReadonlyMap<string, string>,
): string {
  const issues = error?.issues ?? [];
  const bad = new Set([...ofFiles.keys(), ...issues.map((issue) => String(issue.path[0]))]);
  const ofUrl = issues.find(({ path }) => path[0] === "DATABASE_URL")?.message;
  const lines = SETTING_NAMES.filter((name) => bad.has(name)).map((name) => {
    const ofFile = ofFiles.get(name);
    if (ofFile !== undefined) return `  ${ofFile}`;
    if (given[name] === undefined) return `  ${name} is missing: it should be ${SETTINGS[name].expected}`;
    if (name === "DATABASE_URL") return `  ${name} is wrong: it ${ofUrl ?? ""}`;
    return `  ${name} is wrong: it should be ${SETTINGS[name].expected}`;
  });
  return ["Invalid settings (environment variables):", ...lines].join("\n");
}
