/** The file that keeps an answer for the time that Phase is away. docs/recipes/fallback.md describes its format. */
import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from "node:crypto";
import { constants, type Stats } from "node:fs";
import { type FileHandle, mkdir, open, rename, rm } from "node:fs/promises";
import { dirname } from "node:path";
import * as z from "zod";

const FORMAT = "phase-fallback-1";
const TAG_BYTES = 16;
const MOST_BYTES = 64 * 1024 * 1024;

/** Whose answer it is, and to which question: nobody else, and nothing else, opens the file. */
export type Asked = { token: string; host: string; environment: string };

const keptSchema = z.strictObject({
  /** In milliseconds since 1970, as the time below. */
  readAt: z.int(),
  goodUntil: z.int(),
  environmentId: z.string(),
  etag: z.string().nullable(),
  values: z.record(z.string(), z.string()),
});
export type Kept = z.infer<typeof keptSchema>;

const base64 = z.base64().transform((text) => Buffer.from(text, "base64"));
const fileSchema = z.strictObject({
  format: z.literal(FORMAT),
  salt: base64,
  nonce: base64.refine(({ length }) => length === 12),
  sealed: base64.refine(({ length }) => length >= TAG_BYTES),
});

/** The file is there and must not be believed. */
export class FallbackRefused extends Error {
  override readonly name = "FallbackRefused";
}

/**
 * What the file holds; null where none is there.
 * @throws FallbackRefused saying why, in words that follow "The fallback file …"
 */
export async function readFallbackFile(path: string, asked: Asked): Promise<Kept | null> {
  const text = await readOwnFile(path);
  if (text === null) return null;
  const file = fileSchema.safeParse(parseJson(text));
  if (!file.success) throw new FallbackRefused("is not a fallback file, or damaged");
  const kept = keptSchema.safeParse(parseJson(unseal(file.data, asked)));
  if (!kept.success) throw new FallbackRefused("is damaged");
  return kept.data;
}

/** Readers see the old file or the new one, never a part, and a crash of the machine loses neither. */
export async function writeFallbackFile(path: string, asked: Asked, kept: Kept): Promise<void> {
  const draft = `${path}.${randomBytes(6).toString("hex")}`;
  await mkdir(dirname(path), { recursive: true, mode: 0o700 });
  try {
    const file = await open(draft, "wx", 0o600);
    try {
      await file.writeFile(seal(kept, asked));
      await file.sync();
    } finally {
      await file.close();
    }
    await rename(draft, path);
  } catch (error) {
    await rm(draft, { force: true });
    throw error;
  }
}

/** A name that tells nothing of who asked what, for a folder of such files. */
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

function unseal({ salt, nonce, sealed }: z.infer<typeof fileSchema>, asked: Asked): string {
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

async function readOwnFile(path: string): Promise<string | null> {
  const { O_RDONLY, O_NOFOLLOW, O_NONBLOCK } = constants;
  let file: FileHandle;
  try {
    // Never waits: what is there may be a pipe. Windows has neither of the two, which counts as 0.
    file = await open(path, O_RDONLY | O_NOFOLLOW | O_NONBLOCK);
  } catch (error) {
    const code = error instanceof Error && "code" in error ? String(error.code) : "unknown error";
    if (code === "ENOENT" || code === "ENOTDIR") return null;
    throw new FallbackRefused(code === "ELOOP" ? "is a symbolic link" : `can't be read (${code})`);
  }
  try {
    const problem = problemWith(await file.stat());
    if (problem !== null) throw new FallbackRefused(problem);
    return await file.readFile("utf8");
  } finally {
    await file.close();
  }
}

/** Of the opened file, not of its name: nobody puts another one in its place meanwhile. */
function problemWith(stats: Stats): string | null {
  if (!stats.isFile()) return "is not a regular file";
  if (stats.size > MOST_BYTES) return `is too large: ${stats.size} bytes`;
  // Windows has neither.
  if (process.geteuid === undefined) return null;
  if (stats.uid !== process.geteuid()) return "belongs to another user";
  if ((stats.mode & 0o077) !== 0) return "is open to other users: its mode should be 0600";
  return null;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
