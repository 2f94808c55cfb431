import { decode } from "next-auth/jwt";
import type { Env } from "@/lib/env";

type CookieSettings = Pick<Env, "nextAuthUrl" | "nextAuthSecret">;

/** Browsers take the second one over https only, from no other host and for no part of this one. */
export function sessionCookieName({ nextAuthUrl }: Pick<Env, "nextAuthUrl">): string {
  return nextAuthUrl.protocol === "https:" ? "__Host-next-auth.session-token" : "next-auth.session-token";
}

/** The session's token inside a cookie's value; null where there is none or it does not open. */
export async function sessionTokenIn(
  value: string | undefined,
  { nextAuthSecret }: CookieSettings,
): Promise<string | null> {
  if (value === undefined || value === "") return null;
  try {
    const content = await decode({ token: value, secret: nextAuthSecret });
    return typeof content?.["sessionToken"] === "string" ? content["sessionToken"] : null;
  } catch {
    return null;
  }
}

/** Null for two cookies of the name as well: one of them was put there by somebody else. */
export async function sessionTokenOf(
  headers: Pick<Headers, "get">,
  settings: CookieSettings,
): Promise<string | null> {
  const start = `${sessionCookieName(settings)}=`;
  const pairs = (headers.get("cookie") ?? "").split(";").map((pair) => pair.trim());
  const [only, ...others] = pairs.filter((pair) => pair.startsWith(start));
  return others.length > 0 ? null : await sessionTokenIn(only?.slice(start.length), settings);
}
