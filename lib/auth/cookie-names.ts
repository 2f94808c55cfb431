import { createHmac } from "node:crypto";
import type { Env } from "@/lib/settings/env";

export type CookieNames = Pick<Env, "nextAuthUrl" | "nextAuthSecret">;

/**
 * The name of one of this installation's cookies. Browsers accept `__Host-` only over https, only from this
 * host and only for the whole host. They keep one set of cookies for all ports of a host, so if the URL has a
 * port, another installation may use the next port, and the names must differ.
 */
export function cookieName(name: string, { nextAuthUrl, nextAuthSecret }: CookieNames): string {
  const prefix = nextAuthUrl.protocol === "https:" ? "__Host-" : "";
  if (nextAuthUrl.port === "") return `${prefix}${name}`;
  const installation = createHmac("sha256", nextAuthSecret).update("cookie names").digest("hex").slice(0, 8);
  return `${prefix}${installation}.${name}`;
}

/** next-auth's cookies under these names: the session, the CSRF token, and the callback URL. */
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
