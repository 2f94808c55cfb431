/**
 * The form of a service token: `phs_`, 32 random bytes, and a checksum that distinguishes a typing error from
 * a wrong token.
 */
import { createHash, randomBytes } from "node:crypto";
import { crc32 } from "node:zlib";

const PREFIX = "phs_";
const RANDOM_LENGTH = 43;
const SHAPE = /^phs_[A-Za-z0-9_-]{49}$/;

export function newTokenText(): string {
  const random = randomBytes(32).toString("base64url");
  return `${PREFIX}${random}${checksum(random)}`;
}

/** What the database keeps of a token's text. */
export type StoredText = { tokenHash: string; tokenHint: string };

export function newStoredText(): StoredText & { token: string } {
  const token = newTokenText();
  return { token, tokenHash: tokenHash(token), tokenHint: tokenHint(token) };
}

export function isTokenText(text: string): boolean {
  if (!SHAPE.test(text)) return false;
  const random = text.slice(PREFIX.length, PREFIX.length + RANDOM_LENGTH);
  return text.slice(PREFIX.length + RANDOM_LENGTH) === checksum(random);
}

/** What is stored of a token. 256 random bits need no slow hash. */
export function tokenHash(text: string): string {
  return createHash("sha256").update(text).digest("hex");
}

/** Enough to recognise a token in a list, far too little to guess it. */
export function tokenHint(text: string): string {
  return `${text.slice(0, 8)}…`;
}

function checksum(random: string): string {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32BE(crc32(random));
  return bytes.toString("base64url");
}
