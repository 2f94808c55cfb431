/**
 * The content of a session cookie, and what the database stores of it. A copy of the database doesn't let
 * anyone sign in.
 */
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
