import { resolve } from "node:path";
import { z } from "zod";
import { readSender, type Sender } from "./sender";
import { type Proxies, PROXY_VARIABLES, proxyUrl, proxyVariable } from "@/lib/proxies";
import { DatabaseUrlError, parseDatabaseUrl, readUrl } from "@/lib/database/url";

export type EncryptionKey = { id: string; key: Buffer };

const LOG_LEVELS = ["trace", "debug", "info", "warn", "error", "fatal", "silent"] as const;
export type LogLevel = (typeof LOG_LEVELS)[number];

const LOOPBACK_HOSTS = new Set(["localhost", "127.0.0.1", "[::1]"]);
const KEY_ID = /^[A-Za-z0-9_-]{1,64}$/;
const BASE64_32_BYTES = /^[A-Za-z0-9+/_-]{43}=?$/;

/** Variable → what it should be, in the words that the error message uses. */
export const EXPECTED = {
  DATABASE_URL: "a PostgreSQL URL such as postgresql://user:password@host:5432/name",
  PHASE_ENCRYPTION_KEYS:
    "a key ring id:base64(32 bytes)[,id:base64(32 bytes)…], each id once; make a key with: openssl rand -base64 32",
  NEXTAUTH_SECRET: "a random text of at least 32 characters; make one with: openssl rand -base64 32",
  NEXTAUTH_URL: "the address people open the console at, such as https://phase.example.com, without a path",
  PORT: "a port number from 1 to 65535",
  HOST: "a host name or IP address to listen on, such as 127.0.0.1 or 0.0.0.0",
  PHASE_TRUSTED_PROXIES: "the number of reverse proxies in front that append to X-Forwarded-For, 0 to 10",
  OPENAI_BASE_URL: "an https URL such as https://api.openai.com/v1; plain http is accepted for loopback only",
  OPENAI_REGIONAL_BASE_URL:
    "an https URL with {region} in it, such as https://{region}.api.openai.com/v1; plain http is accepted for loopback only",
  HTTPS_PROXY:
    "the http URL of a proxy such as http://user:password@proxy.example.com:3128; SOCKS can't be used",
  HTTP_PROXY: "the http URL of a proxy such as http://proxy.example.com:3128; SOCKS can't be used",
  NO_PROXY: "names and addresses that are asked without a proxy, such as example.com,10.0.0.7, or *",
  PHASE_DATA_DIR: "the path of a folder",
  PHASE_INSTANCE_ID: "a name of this installation, up to 200 letters, digits and . _ : -",
  PHASE_MIN_ROTATION_INTERVAL_SECONDS: "a whole number of seconds, at least 1",
  PHASE_RETRY_SCALE: "a number greater than 0",
  PHASE_PROVIDER_TIMEOUT_SECONDS: "a number of seconds greater than 0, at most 600",
  PHASE_RECONCILE_INTERVAL_SECONDS: "a number of seconds greater than 0, at most 86400",
  PHASE_KEY_WATCH_INTERVAL_SECONDS: "a number of seconds greater than 0, at most 86400",
  PHASE_VERIFY_BEFORE_EXPOSE: "true or false",
  PHASE_WEBHOOK_ALLOW_PRIVATE: "true or false",
  SMTP_URL: "an e-mail server URL such as smtps://user:password@mail.example.com:465",
  MAIL_FROM:
    'a sender such as Phase <phase@example.com> or "Doe, Jane" <jane@example.com>; required with SMTP_URL',
  LOG_LEVEL: "one of trace, debug, info, warn, error, fatal, silent",
} as const;

const urlOf = (accepts: (url: URL) => boolean) =>
  z
    .string()
    .refine((text) => URL.canParse(text) && accepts(new URL(text)))
    .transform((text) => new URL(text));

/** A URL to which keys may be sent. */
function mayCarryKeys({ protocol, hostname, username, password }: URL): boolean {
  const isPrivate = protocol === "https:" || (protocol === "http:" && LOOPBACK_HOSTS.has(hostname));
  return isPrivate && username === "" && password === "";
}

const REGION = "{region}";
const inRegion = (template: string) => template.replace(REGION, "eu");
const OPENAIS_HOST = /^([a-z]{2}\.)?api\.openai\.com$/;

/** Other regions are known beside OpenAI's own host only; a gateway's are whatever its operator says. */
function regionalBaseUrl(baseUrl: URL, template: string | undefined): string | null {
  if (template !== undefined) return template.replace(/\/+$/, "");
  return OPENAIS_HOST.test(baseUrl.hostname) ? `https://${REGION}.api.openai.com/v1` : null;
}

const seconds = (max: number) => z.coerce.number().positive().max(max);

const keyRing = z.string().transform((text, ctx): EncryptionKey[] => {
  const keys = text.split(",").map((entry) => {
    const [id = "", encoded = ""] = entry.trim().split(":", 2);
    return { id, encoded };
  });
  const wellFormed = keys.every(({ id, encoded }) => KEY_ID.test(id) && BASE64_32_BYTES.test(encoded));
  if (!wellFormed || new Set(keys.map(({ id }) => id)).size !== keys.length) {
    ctx.addIssue({ code: "custom" });
    return z.NEVER;
  }
  return keys.map(({ id, encoded }) => ({ id, key: Buffer.from(encoded, "base64") }));
});

const databaseUrl = z.string().transform((text, ctx): string => {
  try {
    parseDatabaseUrl(text);
    return readUrl(text).href;
  } catch (error) {
    if (!(error instanceof DatabaseUrlError)) throw error;
    ctx.addIssue({ code: "custom", message: error.message });
    return z.NEVER;
  }
});

const proxy = z
  .string()
  .refine((text) => proxyUrl(text) !== null)
  .transform(proxyUrl)
  .optional();

const variables = z
  .object({
    DATABASE_URL: databaseUrl,
    PHASE_ENCRYPTION_KEYS: keyRing,
    NEXTAUTH_SECRET: z.string().min(32),
    // The console stands at the root of its address: behind a path, pages and cookies would miss each other.
    NEXTAUTH_URL: urlOf(
      ({ protocol, pathname, search, hash, username, password }) =>
        (protocol === "https:" || protocol === "http:") &&
        pathname === "/" &&
        [search, hash, username, password].every((part) => part === ""),
    ),
    PORT: z.coerce.number().int().min(1).max(65535).default(3000),
    HOST: z
      .string()
      .regex(/^[A-Za-z0-9.:_-]+$/)
      .default("127.0.0.1"),
    PHASE_TRUSTED_PROXIES: z.coerce.number().int().min(0).max(10).default(0),
    OPENAI_BASE_URL: urlOf(mayCarryKeys).default(new URL("https://api.openai.com/v1")),
    OPENAI_REGIONAL_BASE_URL: z
      .string()
      .refine((text) => text.split(REGION).length === 2)
      .refine((text) => URL.canParse(inRegion(text)) && mayCarryKeys(new URL(inRegion(text))))
      .optional(),
    HTTPS_PROXY: proxy,
    HTTP_PROXY: proxy,
    NO_PROXY: z.string().default(""),
    PHASE_DATA_DIR: z.string().default("./.phase"),
    PHASE_INSTANCE_ID: z
      .string()
      .regex(/^[A-Za-z0-9._:-]{1,200}$/)
      .optional(),
    PHASE_MIN_ROTATION_INTERVAL_SECONDS: z.coerce.number().int().min(1).default(60),
    PHASE_RETRY_SCALE: z.coerce.number().positive().default(1),
    PHASE_PROVIDER_TIMEOUT_SECONDS: seconds(600).default(30),
    PHASE_RECONCILE_INTERVAL_SECONDS: seconds(86_400).default(60),
    PHASE_KEY_WATCH_INTERVAL_SECONDS: seconds(86_400).default(300),
    PHASE_VERIFY_BEFORE_EXPOSE: z.enum(["true", "false"]).default("true"),
    PHASE_WEBHOOK_ALLOW_PRIVATE: z.enum(["true", "false"]).default("false"),
    SMTP_URL: urlOf(({ protocol }) => protocol === "smtp:" || protocol === "smtps:").optional(),
    MAIL_FROM: z
      .string()
      .transform((text, ctx) => {
        const sender = readSender(text);
        if (sender !== null) return sender;
        ctx.addIssue({ code: "custom" });
        return z.NEVER;
      })
      .optional(),
    LOG_LEVEL: z.enum(LOG_LEVELS).default("info"),
  })
  .superRefine((values, ctx) => {
    if (values.SMTP_URL !== undefined && values.MAIL_FROM === undefined) {
      ctx.addIssue({ code: "custom", path: ["MAIL_FROM"] });
    }
  });

/** The settings of one process. Names carry their unit; `retryScale` multiplies waiting times. */
export type Env = {
  databaseUrl: string;
  /** First one encrypts, every one decrypts. */
  encryptionKeys: EncryptionKey[];
  nextAuthSecret: string;
  nextAuthUrl: URL;
  port: number;
  host: string;
  /** Without a trailing slash. */
  openaiBaseUrl: string;
  /** The same with `{region}` in it, for projects with data residency; null: those are at openaiBaseUrl too. */
  openaiRegionalBaseUrl: string | null;
  proxies: Proxies;
  /** Absolute. */
  dataDir: string;
  /** Tells this installation from a copy of it. Where it is not set, the database's place does. */
  instanceId: string | undefined;
  minRotationIntervalSeconds: number;
  retryScale: number;
  providerTimeoutSeconds: number;
  reconcileIntervalSeconds: number;
  /** How often the exposed keys are looked at. */
  keyWatchIntervalSeconds: number;
  verifyBeforeExpose: boolean;
  /** Webhooks may go to loopback, private and link-local addresses. */
  webhookAllowPrivate: boolean;
  smtpUrl: string | undefined;
  mailFrom: Sender | undefined;
  logLevel: LogLevel;
};

/** Its message names every bad variable and what it should be, and repeats no value. */
export class SettingsError extends Error {
  override name = "SettingsError";
}

/**
 * Reads settings out of `source`; an empty variable counts as unset.
 * @throws SettingsError
 */
export function parseEnv(source: Readonly<Record<string, string | undefined>>): Env {
  const given = Object.fromEntries(
    Object.keys(EXPECTED).map((name) => [name, source[name]?.trim() || undefined]),
  );
  for (const name of PROXY_VARIABLES) given[name] = proxyVariable(source, name);
  const parsed = variables.safeParse(given);
  if (!parsed.success) throw new SettingsError(describe(parsed.error, given));
  const values = parsed.data;
  return {
    databaseUrl: values.DATABASE_URL,
    encryptionKeys: values.PHASE_ENCRYPTION_KEYS,
    nextAuthSecret: values.NEXTAUTH_SECRET,
    nextAuthUrl: values.NEXTAUTH_URL,
    port: values.PORT,
    host: values.HOST,
    openaiBaseUrl: values.OPENAI_BASE_URL.href.replace(/\/+$/, ""),
    openaiRegionalBaseUrl: regionalBaseUrl(values.OPENAI_BASE_URL, values.OPENAI_REGIONAL_BASE_URL),
    proxies: {
      https: values.HTTPS_PROXY ?? null,
      http: values.HTTP_PROXY ?? null,
      except: values.NO_PROXY,
    },
    dataDir: resolve(values.PHASE_DATA_DIR),
    instanceId: values.PHASE_INSTANCE_ID,
    minRotationIntervalSeconds: values.PHASE_MIN_ROTATION_INTERVAL_SECONDS,
    retryScale: values.PHASE_RETRY_SCALE,
    providerTimeoutSeconds: values.PHASE_PROVIDER_TIMEOUT_SECONDS,
    reconcileIntervalSeconds: values.PHASE_RECONCILE_INTERVAL_SECONDS,
    keyWatchIntervalSeconds: values.PHASE_KEY_WATCH_INTERVAL_SECONDS,
    verifyBeforeExpose: values.PHASE_VERIFY_BEFORE_EXPOSE === "true",
    webhookAllowPrivate: values.PHASE_WEBHOOK_ALLOW_PRIVATE === "true",
    smtpUrl: values.SMTP_URL?.href,
    mailFrom: values.MAIL_FROM,
    logLevel: values.LOG_LEVEL,
  };
}

let parsedOnce: Env | undefined;

/**
 * This process's settings, read at the first call.
 * @throws SettingsError
 */
export function env(): Env {
  return (parsedOnce ??= parseEnv(process.env));
}

/**
 * Takes out of this process's environment what node-postgres reads behind every caller's back: what a shell has for psql
 * must not change what DATABASE_URL means.
 */
export function forgetPgVariables(): void {
  for (const name of ["PGOPTIONS", "PGREPLICATION", "PGBINARY", "PGCLIENT_ENCODING"])
    delete process.env[name];
}

/** LOG_LEVEL by itself, for loggers made before the settings are read (a build has none); "info" when wrong. */
export function logLevel(): LogLevel {
  return LOG_LEVELS.find((level) => level === process.env.LOG_LEVEL?.trim()) ?? "info";
}

/** NEXTAUTH_URL by itself, for refusals, which must not fail over another setting that is wrong. */
export function consoleUrl(): string {
  const url = process.env.NEXTAUTH_URL?.trim() ?? "";
  return URL.canParse(url) ? url : "http://localhost:3000";
}

function describe(error: z.ZodError, given: Record<string, string | undefined>): string {
  const bad = new Set(error.issues.map((issue) => String(issue.path[0])));
  const ofUrl = error.issues.find(({ path }) => path[0] === "DATABASE_URL")?.message;
  const lines = Object.entries(EXPECTED)
    .filter(([name]) => bad.has(name))
    .map(([name, what]) =>
      given[name] !== undefined && name === "DATABASE_URL"
        ? `  ${name} is wrong: it ${ofUrl}`
        : `  ${name} is ${given[name] === undefined ? "missing" : "wrong"}: it should be ${what}`,
    );
  return ["These settings (environment variables) need attention:", ...lines].join("\n");
}
