/**
 * Values at rest: one compact JWE per value (RFC 7516), A256GCMKW over a fresh A256GCM content key. The
 * protected header names the key (`kid`) and the value's place (`ctx`). Both are authenticated, so an
 * envelope moved to another row or column can't be decrypted.
 */
import { createDecipheriv, createSecretKey, type DecipherGCM, type KeyObject } from "node:crypto";
import { CompactEncrypt } from "jose";
import type { Keyring } from "./keyring";

/** The place of an encrypted value: `table.column:row id:organisation id`. */
export type SealContext = { table: string; column: string; rowId: string; organisationId: string };

function contextLabel(context: SealContext): string {
  return `${context.table}.${context.column}:${context.rowId}:${context.organisationId}`;
}

/**
 * An envelope that can't be decrypted: wrong key ring, moved to another place, or damaged. Says which, never
 * the content.
 */
export class SealError extends Error {
  override readonly name = "SealError";
}

export async function seal(keyring: Keyring, context: SealContext, plaintext: string): Promise<string> {
  const { id, key } = keyring.primary;
  return await new CompactEncrypt(new TextEncoder().encode(plaintext))
    .setProtectedHeader({ alg: "A256GCMKW", enc: "A256GCM", kid: id, ctx: contextLabel(context) })
    .encrypt(key);
}

/**
 * Decrypts an envelope. Throws SealError. Uses `node:crypto` directly, because programs read dozens of values
 * at a time and jose creates two WebCrypto keys for each.
 */
export async function open(keyring: Keyring, context: SealContext, envelope: string): Promise<string> {
  const [header = "", wrappedKey = "", nonce = "", sealed = "", tag = ""] = envelope.split(".");
  const { kid, iv, tag: keyTag, ctx } = protectedHeader(header);
  const key = keyring.get(kid);
  if (key === undefined) throw new SealError(`The key ring has no key "${kid}".`);
  let text: string;
  try {
    const fresh = decipher(key, { nonce: iv, tag: keyTag });
    const contentKey = createSecretKey(Buffer.concat([fresh.update(wrappedKey, "base64url"), fresh.final()]));
    const opened = decipher(contentKey, { nonce, tag }).setAAD(Buffer.from(header, "ascii"));
    text = opened.update(sealed, "base64url", "utf8") + opened.final("utf8");
  } catch {
    throw new SealError(
      "The encrypted value can't be decrypted. The key is wrong, or the value was changed.",
    );
  }
  if (ctx !== contextLabel(context)) throw new SealError("The encrypted value belongs to another field.");
  return text;
}

/** The key of the ring that encrypted an envelope. Throws SealError. */
export function envelopeKeyId(envelope: string): string {
  return protectedHeader(envelope.slice(0, envelope.indexOf("."))).kid;
}

const NONCE_BYTES = 12;
const TAG_BYTES = 16;

/** Without a fixed length Node accepts a tag of four bytes, which can be guessed. */
function decipher(key: KeyObject, { nonce, tag }: { nonce: string; tag: string }): DecipherGCM {
  const bytes = Buffer.from(nonce, "base64url");
  if (bytes.length !== NONCE_BYTES) throw new Error("The nonce belongs to no envelope.");
  return createDecipheriv("aes-256-gcm", key, bytes, { authTagLength: TAG_BYTES }).setAuthTag(
    Buffer.from(tag, "base64url"),
  );
}

type Header = { kid: string; iv: string; tag: string; ctx: unknown };

/** Not authenticated yet. Throws SealError. */
function protectedHeader(text: string): Header {
  try {
    const { kid, iv, tag, ctx } = JSON.parse(Buffer.from(text, "base64url").toString()) as Record<
      string,
      unknown
    >;
    if (typeof kid === "string" && typeof iv === "string" && typeof tag === "string")
      return { kid, iv, tag, ctx };
  } catch {
    // An unreadable header is treated like one without a name.
  }
  throw new SealError("The encrypted value is damaged.");
}
