/** The file of `phase run`, in its format: docs/recipes/fallback.md describes it. */
import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from "node:crypto";
import { constants } from "node:fs";
import { mkdir, open, rename, rm } from "node:fs/promises";
import { homedir, platform } from "node:os";
import { dirname, isAbsolute, join } from "node:path";

const FORMAT = "phase-fallback-1";
const TAG_BYTES = 16;
const MOST_BYTES = 64 * 1024 * 1024;
const LONGEST_MS = 14 * 24 * 60 * 60 * 1000;
const CLOCK_SLACK_MS = 5 * 60 * 1000;

/** Whose answer it is, and to which question. */
export type Asked = { token: string; host: string; environment: string };
export type Kept = {
  readAt: number;
  goodUntil: number;
  environmentId: string;
  etag: string | null;
  values: Record<string, string>;
};

/** Where `phase run` keeps the answer to the same question. */
export function defaultFallbackPath(asked: Asked): string {
  const name = hkdfSync("sha256", asked.token, "", `${FORMAT} name\n${scopeOf(asked)}`, 16);
  return join(stateFolder(), "fallback", `${Buffer.from(name).toString("hex")}.sealed`);
}

function stateFolder(): string {
  const { XDG_STATE_HOME = "", LOCALAPPDATA = "" } = process.env;
  if (isAbsolute(XDG_STATE_HOME)) return join(XDG_STATE_HOME, "phase");
  if (platform() === "darwin") return join(homedir(), "Library", "Application Support", "phase");
  if (platform() === "win32" && LOCALAPPDATA !== "") return join(LOCALAPPDATA, "phase");
  return join(homedir(), ".local", "state", "phase");
}

/** What may be used now; null where nothing was kept, or nothing that is to be believed. */
export async function readFallback(path: string, asked: Asked): Promise<Kept | null> {
  try {
    const { salt, nonce, sealed } = JSON.parse(await readOwnFile(path)) as Record<string, string>;
    const bytes = Buffer.from(sealed ?? "", "base64");
    const key = keyOf(asked, Buffer.from(salt ?? "", "base64"));
    const options = { authTagLength: TAG_BYTES };
    const decipher = createDecipheriv("aes-256-gcm", key, Buffer.from(nonce ?? "", "base64"), options);
    decipher.setAuthTag(bytes.subarray(-TAG_BYTES));
    const opened = Buffer.concat([decipher.update(bytes.subarray(0, -TAG_BYTES)), decipher.final()]);
    const kept = JSON.parse(opened.toString("utf8")) as Kept;
    const now = Date.now();
    const isGood =
      kept.readAt <= now + CLOCK_SLACK_MS && now < Math.min(kept.goodUntil, kept.readAt + LONGEST_MS);
    return isGood ? kept : null;
  } catch {
    return null;
  }
}

async function readOwnFile(path: string): Promise<string> {
  const file = await open(path, constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK);
  try {
    const stats = await file.stat();
    const isOurs =
      process.geteuid === undefined || (stats.uid === process.geteuid() && (stats.mode & 0o077) === 0);
    if (!stats.isFile() || stats.size > MOST_BYTES || !isOurs) throw new Error("Not this user's file alone.");
    return await file.readFile("utf8");
  } finally {
    await file.close();
  }
}

/** Readers see the old file or the new one, never a part. What is good for no time is not kept. */
export async function writeFallback(
  path: string,
  asked: Asked,
  read: Omit<Kept, "goodUntil"> & { goodForSeconds: number | null },
): Promise<void> {
  const { goodForSeconds, ...rest } = read;
  const goodUntil = read.readAt + Math.min(LONGEST_MS, (goodForSeconds ?? Infinity) * 1000);
  if (goodUntil <= Date.now()) {
    await rm(path, { force: true });
    return;
  }
  const kept: Kept = {
    readAt: rest.readAt,
    goodUntil,
    environmentId: rest.environmentId,
    etag: rest.etag,
    values: rest.values,
  };
  const [salt, nonce] = [randomBytes(16), randomBytes(12)];
  const cipher = createCipheriv("aes-256-gcm", keyOf(asked, salt), nonce);
  const sealed = Buffer.concat([
    cipher.update(JSON.stringify(kept), "utf8"),
    cipher.final(),
    cipher.getAuthTag(),
  ]);
  const text = JSON.stringify({
    format: FORMAT,
    salt: salt.toString("base64"),
    nonce: nonce.toString("base64"),
    sealed: sealed.toString("base64"),
  });
  const draft = `${path}.${randomBytes(6).toString("hex")}`;
  await mkdir(dirname(path), { recursive: true, mode: 0o700 });
  try {
    const file = await open(draft, "wx", 0o600);
    try {
      await file.writeFile(`${text}\n`);
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

function keyOf(asked: Asked, salt: Buffer): Buffer {
  return Buffer.from(hkdfSync("sha256", asked.token, salt, `${FORMAT}\n${scopeOf(asked)}`, 32));
}

function scopeOf({ host, environment }: Asked): string {
  return `${host}\n${environment}\n*`;
}
