import pino, { type DestinationStream, type Logger } from "pino";
import { logLevel } from "@/lib/settings/env";
import { printableLines } from "@/lib/formats/printable";
import { VERSION } from "@/lib/version";

const REDACTED = "[redacted]";

// Field names that may contain a secret, at the top of an entry and one or two levels down.
const SECRET_FIELDS = [
  "password",
  "passwordHash",
  "secret",
  "token",
  "tokenHash",
  "apiKey",
  "adminApiKey",
  "value",
  "envelope",
  "authorization",
  "cookie",
  "setupCode",
  "databaseUrl",
  "smtpUrl",
  "encryptionKeys",
  "nextAuthSecret",
];

// The last safeguard, for secrets in free text: provider keys, service tokens, bearer headers, URL passwords.
const SECRET_VALUES: readonly [RegExp, string][] = [
  [/\bsk-[A-Za-z0-9_*.-]{4,}/g, `sk-${REDACTED}`],
  [/\bphs_[A-Za-z0-9_-]{4,}/g, `phs_${REDACTED}`],
  [/(\/invitation#)[A-Za-z0-9_-]{4,}/g, `$1${REDACTED}`],
  [/\bBearer\s+[A-Za-z0-9._~+/=-]+/gi, `Bearer ${REDACTED}`],
  // Examples have the word "password" in its place.
  // No scheme is longer. Without a limit, each dot of a long text would scan the rest of it.
  [/\b([a-z][a-z0-9+.-]{0,30}:\/\/[^\s:/@"]*):(?!password@)[^\s/@"]+@/gi, `$1:${REDACTED}@`],
];

/** `text` with everything that looks like a secret replaced. */
export function scrub(text: string): string {
  return SECRET_VALUES.reduce((rest, [pattern, replacement]) => rest.replace(pattern, replacement), text);
}

/**
 * An error's name, message, code and stack, scrubbed. Other properties may contain requests and responses.
 * The job queue throws plain objects with an error's fields. A connection refused by several addresses
 * contains its reasons.
 */
export function serializeError(error: unknown): Record<string, unknown> {
  if (typeof error !== "object" || error === null) return { message: scrub(String(error)) };
  const { name, message, code, stack } = error as Record<string, unknown>;
  const text = (value: unknown) => (typeof value === "string" ? scrub(value) : undefined);
  return Object.fromEntries(
    Object.entries({
      name: text(name),
      message: scrub(messageOf(error)) || text(message),
      code: typeof code === "string" || typeof code === "number" ? code : undefined,
      stack: text(stack),
    }).filter(([, value]) => value !== undefined),
  );
}

/** In words, with the causes of an error that has no message itself. */
export function messageOf(error: unknown): string {
  if (typeof error !== "object" || error === null) return String(error);
  const { message, errors, name, code } = error as Record<string, unknown>;
  if (typeof message === "string" && message !== "") return message;
  if (Array.isArray(errors) && errors.length > 0) return errors.map(messageOf).join("; ");
  const known = [code, name].find((value) => typeof value === "string" && value !== "");
  return typeof known === "string" ? known : `something without a message: ${Object.keys(error).join(", ")}`;
}

/** A JSON logger without secrets. Writes to standard output by default. */
export function createLog(level: string, destination: DestinationStream = pino.destination(1)): Logger {
  return pino(
    {
      level,
      base: { pid: process.pid, version: VERSION },
      timestamp: pino.stdTimeFunctions.isoTime,
      formatters: { level: (label) => ({ level: label }) },
      serializers: { err: serializeError, error: serializeError },
      redact: {
        paths: SECRET_FIELDS.flatMap((field) => [field, `*.${field}`, `*.*.${field}`]),
        censor: REDACTED,
      },
    },
    { write: (line) => destination.write(printableLines(scrub(line))) },
  );
}

/** This process's logger, at the level of LOG_LEVEL. */
export const log: Logger = createLog(logLevel());
