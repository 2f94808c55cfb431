/** What a session's cookie holds, and what is stored of it: a copy of the database signs nobody in. */
import { createHash, randomBytes } from "node:crypto";

const SHAPE = /^[A-Za-z0-9_-]{43}$/;

export function newSessionToken(): string {
  return randomBytes(32).toString("base64url");
}

export function isSessionToken(text: string): boolean {
  return SHAPE.test(text);
}

export function sessionTokenHash(token: string): string {
  return createHash("sha256").update(token).digest("hex");
}
