/** Parsers shared by several settings, and long ones. */
import * as z from "zod";
import { DatabaseUrlError, parseDatabaseUrl, readUrl } from "./database-url";
import { proxyUrl } from "./proxies";

type EncryptionKey = { id: string; key: Buffer };

const LOOPBACK_HOSTS = new Set(["localhost", "127.0.0.1", "[::1]"]);
const KEY_ID = /^[A-Za-z0-9_-]{1,64}$/;
const BASE64_32_BYTES = /^[A-Za-z0-9+/_-]{43}=?$/;

export const urlOf = (accepts: (url: URL) => boolean) =>
  z
    .string()
    .refine((text) => URL.canParse(text) && accepts(new URL(text)))
    .transform((text) => new URL(text));

export const hostName = z.string().regex(/^[A-Za-z0-9.:_-]+$/);

/** A URL to which keys may be sent. */
export function mayCarryKeys({ protocol, hostname, username, password }: URL): boolean {
  const isPrivate = protocol === "https:" || (protocol === "http:" && LOOPBACK_HOSTS.has(hostname));
  return isPrivate && username === "" && password === "";
}

export const REGION = "{region}";
export const inRegion = (template: string) => template.replace(REGION, "eu");
export const seconds = (max: number) => z.coerce.number().positive().max(max);

export const keyRing = z.string().transform((text, ctx): EncryptionKey[] => {
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

export const databaseUrl = z.string().transform((text, ctx): string => {
  try {
    parseDatabaseUrl(text);
    return readUrl(text).href;
  } catch (error) {
    if (!(error instanceof DatabaseUrlError)) throw error;
    ctx.addIssue({ code: "custom", message: error.message });
    return z.NEVER;
  }
});

export const proxy = z
  .string()
  .refine((text) => proxyUrl(text) !== null)
  .transform(proxyUrl)
  .optional();

export const yesOrNo = (byDefault: "true" | "false") =>
  z
    .enum(["true", "false"])
    .default(byDefault)
    .transform((text) => text === "true");
