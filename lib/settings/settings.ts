/** Every setting, once: how it is read, its expected form, its meaning, and who gets it. */
import { resolve } from "node:path";
import * as z from "zod";
import { readSender } from "./sender";
import {
  databaseUrl,
  hostName,
  inRegion,
  keyRing,
  mayCarryKeys,
  proxy,
  REGION,
  seconds,
  urlOf,
  yesOrNo,
} from "./schemas";

export const LOG_LEVELS = ["trace", "debug", "info", "warn", "error", "fatal", "silent"] as const;
export type LogLevel = (typeof LOG_LEVELS)[number];

type Row = {
  /** Its name in the program. */
  as: string;
  /** Passed to the engine unchanged. */
  slice?: "engine";
  /** The expected form, for the error message. */
  expected: string;
  /** For the table of docs/settings.md. */
  meaning: string;
  byDefault: string;
  /**
   * Removed from the environment after reading, because reports about the process and the programs it starts
   * must not show it.
   */
  secret?: true;
  schema: z.ZodType;
};

export const SETTINGS = {
  DATABASE_URL: {
    as: "databaseUrl",
    secret: true,
    expected: "a PostgreSQL URL such as postgresql://user:password@host:5432/name",
    meaning: "PostgreSQL 14 or newer ([more](databases.md))",
    byDefault: "the bundled one, in the data folder",
    schema: databaseUrl,
  },
  PHASE_MIGRATION_DATABASE_URL: {
    as: "migrationDatabaseUrl",
    secret: true,
    expected: "the same database's URL for the role that owns its tables",
    meaning: "URL of the same database for the role that owns the tables ([more](databases.md#two-roles))",
    byDefault: "none: `DATABASE_URL`'s role owns them",
    schema: databaseUrl.optional(),
  },
  PHASE_ENCRYPTION_KEYS: {
    as: "encryptionKeys",
    secret: true,
    expected:
      "a key ring id:base64(32 bytes)[,id:base64(32 bytes)…], each ID once; create a key with: openssl rand -base64 32",
    meaning: "key ring `id:base64(32 bytes)[,…]`; the first one encrypts, every one can decrypt",
    byDefault: "generated; required with `DATABASE_URL`",
    schema: keyRing,
  },
  NEXTAUTH_SECRET: {
    as: "nextAuthSecret",
    secret: true,
    expected: "a random text of at least 32 characters; create one with: openssl rand -base64 32",
    meaning: "signs and encrypts session cookies, at least 32 characters",
    byDefault: "generated into the data folder",
    schema: z.string().min(32),
  },
  NEXTAUTH_URL: {
    as: "nextAuthUrl",
    expected: "the URL at which people open the console, such as https://phase.example.com, without a path",
    meaning: "the URL at which people open the console; https makes cookies `Secure`",
    byDefault: "http://localhost and the port",
    // The console is at the root of its host. Behind a path, pages and cookies wouldn't match.
    schema: urlOf(
      ({ protocol, pathname, search, hash, username, password }) =>
        (protocol === "https:" || protocol === "http:") &&
        pathname === "/" &&
        [search, hash, username, password].every((part) => part === ""),
    ),
  },
  PORT: {
    as: "port",
    expected: "a port number from 1 to 65535",
    meaning: "port on which the console and the API listen",
    byDefault: "`3000`",
    schema: z.coerce.number().int().min(1).max(65535).default(3000),
  },
  HOST: {
    as: "host",
    expected: "a host name or IP address to listen on, such as 127.0.0.1 or 0.0.0.0",
    meaning: "IP address to listen on; `0.0.0.0` for all",
    byDefault: "`127.0.0.1`",
    schema: hostName.default("127.0.0.1"),
  },
  PHASE_TRUSTED_PROXIES: {
    as: "trustedProxies",
    expected: "the number of reverse proxies in front that append to X-Forwarded-For, 0 to 10",
    meaning: "how many reverse proxies in front append to `X-Forwarded-For`",
    byDefault: "`0`",
    schema: z.coerce.number().int().min(0).max(10).default(0),
  },
  OPENAI_BASE_URL: {
    as: "openaiBaseUrl",
    expected: "an https URL such as https://api.openai.com/v1; plain http is accepted for loopback only",
    meaning: "OpenAI's API; plain http only on loopback",
    byDefault: "`https://api.openai.com/v1`",
    schema: urlOf(mayCarryKeys)
      .default(new URL("https://api.openai.com/v1"))
      .transform((url) => url.href.replace(/\/+$/, "")),
  },
  OPENAI_REGIONAL_BASE_URL: {
    as: "openaiRegionalBaseUrl",
    expected:
      "an https URL with {region}, such as https://{region}.api.openai.com/v1; plain http is accepted for loopback only",
    meaning: "API of projects with data residency, with `{region}`",
    byDefault: "none: OpenAI's own hosts",
    schema: z
      .string()
      .refine((text) => text.split(REGION).length === 2)
      .refine((text) => URL.canParse(inRegion(text)) && mayCarryKeys(new URL(inRegion(text))))
      .transform((text) => text.replace(/\/+$/, ""))
      .optional(),
  },
  HTTPS_PROXY: {
    as: "httpsProxy",
    secret: true,
    expected:
      "the http URL of a proxy such as http://user:password@proxy.example.com:3128; SOCKS can't be used",
    meaning: "proxy for https ([more](network.md#forward-proxies-and-private-cas))",
    byDefault: "none",
    schema: proxy,
  },
  HTTP_PROXY: {
    as: "httpProxy",
    secret: true,
    expected: "the http URL of a proxy such as http://proxy.example.com:3128; SOCKS can't be used",
    meaning: "proxy for http",
    byDefault: "none",
    schema: proxy,
  },
  NO_PROXY: {
    as: "noProxy",
    expected: "host names and IP addresses to call without a proxy, such as example.com,10.0.0.7, or *",
    meaning: "host names and IP addresses called without a proxy, or `*`",
    byDefault: "none",
    schema: z.string().default(""),
  },
  PHASE_DATA_DIR: {
    as: "dataDir",
    expected: "the path of a folder",
    meaning: "data folder: bundled database, generated keys",
    byDefault: "`./.phase`",
    schema: z
      .string()
      .default("./.phase")
      .transform((path) => resolve(path)),
  },
  PHASE_INSTANCE_ID: {
    as: "instanceId",
    expected: "a name of this installation, up to 200 letters, digits and . _ : -",
    meaning: "distinguishes this installation from a copy of its database",
    byDefault: "none: the database's location decides",
    schema: z
      .string()
      .regex(/^[A-Za-z0-9._:-]{1,200}$/)
      .optional(),
  },
  PHASE_MIN_ROTATION_INTERVAL_SECONDS: {
    as: "minRotationIntervalSeconds",
    slice: "engine",
    expected: "a whole number of seconds, at least 1",
    meaning: "shortest rotation interval accepted",
    byDefault: "`60`",
    schema: z.coerce.number().int().min(1).default(60),
  },
  PHASE_RETRY_SCALE: {
    as: "retryScale",
    expected: "a number greater than 0",
    meaning: "scales Phase's own retry delays; for tests only",
    byDefault: "`1`",
    schema: z.coerce.number().positive().default(1),
  },
  PHASE_PROVIDER_TIMEOUT_SECONDS: {
    as: "providerTimeoutSeconds",
    expected: "a number of seconds greater than 0, at most 600",
    meaning: "longest wait for one response from OpenAI",
    byDefault: "`30`",
    schema: seconds(600).default(30),
  },
  PHASE_RECONCILE_INTERVAL_SECONDS: {
    as: "reconcileIntervalSeconds",
    expected: "a number of seconds greater than 0, at most 86400",
    meaning: "how long work that is still due after an attempt waits for the next attempt",
    byDefault: "`60`",
    schema: seconds(86_400).default(60),
  },
  PHASE_KEY_WATCH_INTERVAL_SECONDS: {
    as: "keyWatchIntervalSeconds",
    slice: "engine",
    expected: "a number of seconds greater than 0, at most 86400",
    meaning: "how often Phase checks that OpenAI still accepts current keys",
    byDefault: "`300`",
    schema: seconds(86_400).default(300),
  },
  PHASE_VERIFY_BEFORE_EXPOSE: {
    as: "verifyBeforeExpose",
    slice: "engine",
    expected: "true or false",
    meaning: "test a new key at OpenAI before exposing it",
    byDefault: "`true`",
    schema: yesOrNo("true"),
  },
  PHASE_WEBHOOK_ALLOW_PRIVATE: {
    as: "webhookAllowPrivate",
    expected: "true or false",
    meaning: "webhooks may go to loopback and private IP addresses",
    byDefault: "`false`",
    schema: yesOrNo("false"),
  },
  PHASE_AUDIT_RETENTION_DAYS: {
    as: "auditRetentionDays",
    expected: "a whole number of days, 30 to 36500",
    meaning: "age at which audit entries are removed, at least 30 days",
    byDefault: "none: they are kept",
    schema: z.coerce.number().int().min(30).max(36_500).optional(),
  },
  PHASE_HISTORY_RETENTION_DAYS: {
    as: "historyRetentionDays",
    expected: "a whole number of days, 30 to 36500",
    meaning: "age at which events and past credentials are removed, at least 30 days",
    byDefault: "none: they are kept",
    schema: z.coerce.number().int().min(30).max(36_500).optional(),
  },
  PHASE_NOTIFICATION_RETENTION_DAYS: {
    as: "notificationRetentionDays",
    expected: "a whole number of days, 1 to 36500",
    meaning: "age at which notifications and their deliveries are removed",
    byDefault: "`30`",
    schema: z.coerce.number().int().min(1).max(36_500).default(30),
  },
  PHASE_BACKUP_INTERVAL_HOURS: {
    as: "backupIntervalHours",
    expected: "a number of hours greater than 0, at most 8760",
    meaning: "how often `npm start` backs up the bundled database ([more](backup.md#back-up))",
    byDefault: "none: no backups",
    schema: z.coerce.number().positive().max(8_760).optional(),
  },
  PHASE_BACKUP_DIR: {
    as: "backupDir",
    expected: "the path of a folder",
    meaning: "folder of these backups, preferably on another disk",
    byDefault: "the folder `backups` in the data folder",
    schema: z
      .string()
      .transform((path) => resolve(path))
      .optional(),
  },
  PHASE_BACKUPS_KEPT: {
    as: "backupsKept",
    expected: "a whole number, at least 1",
    meaning: "how many backups to keep",
    byDefault: "`7`",
    schema: z.coerce.number().int().min(1).default(7),
  },
  PHASE_METRICS_TOKEN: {
    as: "metricsToken",
    secret: true,
    expected: "a random text of at least 16 characters",
    meaning: "bearer token that `/metrics` requires, for web and workers",
    byDefault: "none: anyone who can reach it can read it",
    schema: z.string().min(16).optional(),
  },
  PHASE_WORKER_METRICS_PORT: {
    as: "workerMetricsPort",
    expected: "a port number from 1 to 65535",
    meaning: "port of a worker's own `/metrics` and `/healthz` ([more](monitoring.md#metrics))",
    byDefault: "none: a worker serves nothing",
    schema: z.coerce.number().int().min(1).max(65535).optional(),
  },
  PHASE_WORKER_METRICS_HOST: {
    as: "workerMetricsHost",
    expected: "a host name or IP address to listen on, such as 127.0.0.1 or 0.0.0.0",
    meaning: "IP address of that port",
    byDefault: "`127.0.0.1`",
    schema: hostName.default("127.0.0.1"),
  },
  SMTP_URL: {
    as: "smtpUrl",
    secret: true,
    expected: "an email server URL such as smtps://user:password@mail.example.com:465",
    meaning: "email server, `smtp:` or `smtps:`",
    byDefault: "none: no email",
    schema: urlOf(({ protocol }) => protocol === "smtp:" || protocol === "smtps:")
      .transform(({ href }) => href)
      .optional(),
  },
  MAIL_FROM: {
    as: "mailFrom",
    expected:
      'a sender such as Phase <phase@example.com> or "Doe, Jane" <jane@example.com>; required with SMTP_URL',
    meaning: "sender of emails; required with `SMTP_URL`",
    byDefault: "none",
    schema: z
      .string()
      .transform((text, ctx) => {
        const sender = readSender(text);
        if (sender !== null) return sender;
        ctx.addIssue({ code: "custom" });
        return z.NEVER;
      })
      .optional(),
  },
  LOG_LEVEL: {
    as: "logLevel",
    expected: "one of trace, debug, info, warn, error, fatal, silent",
    meaning: "`trace`, `debug`, `info`, `warn`, `error`, `fatal` or `silent`",
    byDefault: "`info`",
    schema: z.enum(LOG_LEVELS).default("info"),
  },
} as const satisfies Record<string, Row>;

type Rows = typeof SETTINGS;
export type SettingName = keyof Rows;
// The keys of a literal object are those of its type.
export const SETTING_NAMES = Object.keys(SETTINGS) as SettingName[];

/** The settings' values, under their names in the program. */
export type SettingValues = {
  [Name in SettingName as Rows[Name]["as"]]: z.output<Rows[Name]["schema"]>;
};

/** The settings of one slice, passed on as read. */
export type EngineSlice = {
  [Name in SettingName as Rows[Name] extends { slice: "engine" } ? Rows[Name]["as"] : never]: z.output<
    Rows[Name]["schema"]
  >;
};

export function engineSlice(
  values: Omit<SettingValues, "openaiRegionalBaseUrl" | "migrationDatabaseUrl">,
): EngineSlice {
  const names = SETTING_NAMES.map((name): Row => SETTINGS[name])
    .filter(({ slice }) => slice === "engine")
    .map(({ as }) => as);
  // The names are those of the slice's type, and the values come from the same record.
  return Object.fromEntries(Object.entries(values).filter(([name]) => names.includes(name))) as EngineSlice;
}
