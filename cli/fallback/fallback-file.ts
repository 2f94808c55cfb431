/** The file that keeps a response for when Phase can't be reached. docs/recipes/fallback.md describes its format. */
import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from "node:crypto";
import { FileRefused, readOwnFile, writeOwnFile } from "../files/own-file";
import { integer, nullable, object, record, type Shaped, ShapeError, text, tryShape } from "../shape";

const FORMAT = "phase-fallback-1";
const TAG_BYTES = 16;
const MOST_BYTES = 64 * 1024 * 1024;

/** The token and the request of the response. Nobody else, and no other request, can decrypt the file. */
export type Asked = { token: string; host: string; environment: string };

const keptShape = object({
  /** In milliseconds since 1970, like the time below. */
  readAt: integer,
  goodUntil: integer,
  environmentId: text,
  etag: nullable(text),
  values: record(text),
});
export type Kept = Shaped<typeof keptShape>;

function bytes(isRight: (length: number) => boolean) {
  return (value: unknown): Buffer => {
    const encoded = text(value);
    const decoded = Buffer.from(encoded, "base64");
    if (decoded.toString("base64") !== encoded || !isRight(decoded.length))
      throw new ShapeError("Unexpected content.");
    return decoded;
  };
}

const fileShape = object({
  format: (value: unknown) => {
    if (value !== FORMAT) throw new ShapeError("Unknown format.");
    return FORMAT;
  },
  salt: bytes(() => true),
  nonce: bytes((length) => length === 12),
  sealed: bytes((length) => length >= TAG_BYTES),
});

/** The file exists but must not be trusted. */
export class FallbackRefused extends Error {
  override readonly name = "FallbackRefused";
}

/**
 * The file's content. Null if none exists. @throws FallbackRefused saying why, in words that follow "The
 * fallback file …"
 */
export async function readFallbackFile(path: string, asked: Asked): Promise<Kept | null> {
  const content = await readKept(path);
  if (content === null) return null;
  const file = tryShape(fileShape, parseJson(content));
  if (file === undefined) throw new FallbackRefused("is not a fallback file, or is damaged");
  const kept = tryShape(keptShape, parseJson(unseal(file, asked)));
  if (kept === undefined) throw new FallbackRefused("is damaged");
  return kept;
}

export async function writeFallbackFile(path: string, asked: Asked, kept: Kept): Promise<void> {
  await writeOwnFile(path, seal(kept, asked));
}

/** A name that reveals neither token nor request, for a folder of such files. */
export function fallbackFileName(asked: Asked): string {
  const name = hkdfSync("sha256", asked.token, "", `${FORMAT} name\n${scopeOf(asked)}`, 16);
  return `${Buffer.from(name).toString("hex")}.sealed`;
}

function seal(kept: Kept, asked: Asked): string {
  const [salt, nonce] = [randomBytes(16), randomBytes(12)];
  const cipher = createCipheriv("aes-256-gcm", keyOf(asked, salt), nonce);
  const sealed = Buffer.concat([
    cipher.update(JSON.stringify(kept), "utf8"),
    cipher.final(),
    cipher.getAuthTag(),
  ]);
  const [saltText = "", nonceText = "", sealedText = ""] = [salt, nonce, sealed].map((bytes) =>
    bytes.toString("base64"),
  );
  return `${JSON.stringify({ format: FORMAT, salt: saltText, nonce: nonceText, sealed: sealedText })}\n`;
}

function unseal({ salt, nonce, sealed }: Shaped<typeof fileShape>, asked: Asked): string {
  const decipher = createDecipheriv("aes-256-gcm", keyOf(asked, salt), nonce, { authTagLength: TAG_BYTES });
  decipher.setAuthTag(sealed.subarray(-TAG_BYTES));
  try {
    const opened = [decipher.update(sealed.subarray(0, -TAG_BYTES)), decipher.final()];
    return Buffer.concat(opened).toString("utf8");
  } catch {
    throw new FallbackRefused("was kept for another token, server or environment, or someone changed it");
  }
}

function keyOf(asked: Asked, salt: Buffer): Buffer {
  return Buffer.from(hkdfSync("sha256", asked.token, salt, `${FORMAT}\n${scopeOf(asked)}`, 32));
}

/** The last line is what was read of the environment: every value. */
function scopeOf({ host, environment }: Asked): string {
  return `${host}\n${environment}\n*`;
}

async function readKept(path: string): Promise<string | null> {
  try {
    return await readOwnFile(path, MOST_BYTES);
  } catch (error) {
    throw error instanceof FileRefused ? new FallbackRefused(error.message) : error;
  }
}

function parseJson(content: string): unknown {
  try {
    return JSON.parse(content);
  } catch {
    return undefined;
  }
}
