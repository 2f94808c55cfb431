import { createHmac } from "node:crypto";
import type { Env } from "@/lib/settings/env";

export type CookieNames = Pick<Env, "nextAuthUrl" | "nextAuthSecret">;

/**
 * The name under which this installation keeps one of its cookies. Browsers take `__Host-` over https only, from no other
 * host and for no part of this one, but keep one set of cookies for all ports of a host: where the address names a port,
 * another installation may be behind the next one, and the names tell the two apart.
 */
export function cookieName(name: string, { nextAuthUrl, nextAuthSecret }: CookieNames): string {
  const prefix = nextAuthUrl.protocol === "https:" ? "__Host-" : "";
  if (nextAuthUrl.port === "") return `${prefix}${name}`;
  const installation = createHmac("sha256", nextAuthSecret).update("cookie names").digest("hex").slice(0, 8);
  return `${prefix}${installation}.${name}`;
}

/** next-auth's cookies under those names: the session, the token against forged forms, and the way back. */
export function nextAuthCookies(settings: CookieNames) {
  const options = {
    httpOnly: true,
    sameSite: "lax",
    path: "/",
    secure: settings.nextAuthUrl.protocol === "https:",
  };
  const cookie = (name: string) => ({ name: cookieName(name, settings), options });
  return {
    sessionToken: cookie("next-auth.session-token"),
    csrfToken: cookie("next-auth.csrf-token"),
    callbackUrl: cookie("next-auth.callback-url"),
  };
}
