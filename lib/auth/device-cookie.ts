/**
 * Proves that an account was once signed in in this browser. It doesn't grant access. Its attempts are
 * counted separately, so that other people's attempts don't lock the owner out.
 */
import { createHmac, randomBytes, timingSafeEqual } from "node:crypto";
import { cookieName, type CookieNames as Settings } from "./cookie-names";

const SECONDS = 365 * 86_400;

const nameOf = (settings: Settings) => cookieName("phase-device", settings);

/** In the form of Set-Cookie. */
export function newDeviceCookie(email: string, settings: Settings): string {
  const id = randomBytes(16).toString("base64url");
  const secure = settings.nextAuthUrl.protocol === "https:" ? "; Secure" : "";
  const value = `${id}.${proof(id, email, settings)}`;
  return `${nameOf(settings)}=${value}; Path=/; Max-Age=${SECONDS}; HttpOnly; SameSite=Lax${secure}`;
}

/** The browser's ID if it has a cookie for this account, else null. */
export function deviceOf(headers: Pick<Headers, "get">, email: string, settings: Settings): string | null {
  const start = `${nameOf(settings)}=`;
  const pairs = (headers.get("cookie") ?? "").split(";").map((pair) => pair.trim());
  const [id = "", given = ""] =
    pairs
      .find((pair) => pair.startsWith(start))
      ?.slice(start.length)
      .split(".") ?? [];
  const [right, typed] = [Buffer.from(proof(id, email, settings)), Buffer.from(given)];
  return right.length === typed.length && timingSafeEqual(right, typed) ? id : null;
}

function proof(id: string, email: string, { nextAuthSecret }: Settings): string {
  const account = email.trim().toLowerCase();
  return createHmac("sha256", nextAuthSecret).update(`device ${id} of ${account}`).digest("base64url");
}
