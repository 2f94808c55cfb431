import * as z from "zod";
import { type Proxies, PROXY_VARIABLES, proxyVariable } from "./proxies";
import { LOG_LEVELS, type LogLevel, SETTING_NAMES, SETTINGS, type SettingValues } from "./settings";
import { IN_FILES, withSecretFiles } from "./secret-files";
import { REGION } from "./schemas";

/** The settings of one process. Names include their unit. `retryScale` multiplies waiting times. */
export type Env = Omit<SettingValues, "openaiRegionalBaseUrl" | "migrationDatabaseUrl"> & {
  /** The role that owns the tables, used only for migrations. DATABASE_URL's own if unset. */
  migrationDatabaseUrl: string;
  /** `openaiBaseUrl` with `{region}`, for projects with data residency. Null: those use openaiBaseUrl too. */
  openaiRegionalBaseUrl: string | null;
  proxies: Proxies;
};

/** The message names every wrong variable and its expected form, and repeats no value. */
export class SettingsError extends Error {
  override name = "SettingsError";
}

/** Like `z.object`: each variable's result is that of its row's schema. */
const variables = z
  .object(Object.fromEntries(SETTING_NAMES.map((name) => [name, SETTINGS[name].schema])))
  .superRefine((values, ctx) => {
    if (values.SMTP_URL !== undefined && values.MAIL_FROM === undefined) {
      ctx.addIssue({ code: "custom", path: ["MAIL_FROM"] });
    }
  });

/**
 * Reads settings from `environment`, and secrets from the files that it names. An empty variable counts as
 * unset. @throws SettingsError
 */
export function parseEnv(environment: Readonly<Record<string, string | undefined>>): Env {
  const { variables: source, problems } = withSecretFiles(environment);
  const given: Record<string, string | undefined> = Object.fromEntries(
    SETTING_NAMES.map((name) => [name, source[name]?.trim() || undefined]),
  );
  for (const name of PROXY_VARIABLES) given[name] = proxyVariable(source, name);
  const parsed = variables.safeParse(given);
  if (!parsed.success || problems.size > 0) throw new SettingsError(describe(parsed.error, given, problems));
  // The schemas of the record, under its names.
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

/** Other regions are known only for OpenAI's own host. A gateway's operator configures them. */
function regionalBaseUrl(baseUrl: string): string | null {
  return OPENAIS_HOST.test(new URL(baseUrl).hostname) ? `https://${REGION}.api.openai.com/v1` : null;
}

// On globalThis because the web bundles this module more than once, and the secrets can be read from the
// environment only once.
const holder: { phaseEnv?: Env } = globalThis as { phaseEnv?: Env };

/** This process's settings, read on the first call. @throws SettingsError */
export function env(): Env {
  return (holder.phaseEnv ??= parseEnv(process.env));
}

/**
 * The settings. Afterwards only this process's memory has the secrets. For processes that start no others
 * with them.
 */
export function envWithSecretsHidden(): Env {
  const settings = env();
  for (const name of [...IN_FILES, ...IN_FILES.map((secret) => secret.toLowerCase())])
    Reflect.deleteProperty(process.env, name);
  return settings;
}

/**
 * Removes from this process's environment what node-postgres reads implicitly: a shell's settings for psql
 * must not change the meaning of DATABASE_URL.
 */
export function forgetPgVariables(): void {
  for (const name of ["PGOPTIONS", "PGREPLICATION", "PGBINARY", "PGCLIENT_ENCODING"])
    Reflect.deleteProperty(process.env, name);
}

/** Only LOG_LEVEL, for loggers created before the settings are read (a build has none). "info" if invalid. */
export function logLevel(): LogLevel {
  return LOG_LEVELS.find((level) => level === process.env.LOG_LEVEL?.trim()) ?? "info";
}

/** Whether this runs as a release rather than in a clone. The release's program sets it. */
export function isReleased(): boolean {
  return process.env.PHASE_RELEASED === "1";
}

/** Only NEXTAUTH_URL, for refusals, which must not fail because of another invalid setting. */
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
    if (given[name] === undefined) return `  ${name} is missing. Set it to ${SETTINGS[name].expected}`;
    if (name === "DATABASE_URL") return `  ${name} ${ofUrl ?? ""}`;
    return `  ${name} must be ${SETTINGS[name].expected}`;
  });
  return ["Invalid settings (environment variables):", ...lines].join("\n");
}
