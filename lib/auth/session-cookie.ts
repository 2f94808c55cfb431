import { decode } from "next-auth/jwt";
import type { Env } from "@/lib/env";

type CookieSettings = Pick<Env, "nextAuthUrl" | "nextAuthSecret">;

/** next-auth's own name for it: browsers take the second one over https only. */
export function sessionCookieName({ nextAuthUrl }: Pick<Env, "nextAuthUrl">): string {
  return nextAuthUrl.protocol === "https:" ? "__Secure-next-auth.session-token" : "next-auth.session-token";
}

/** The session id inside a cookie's value; null where there is none or it does not open. */
export async function sessionIdIn(
  token: string | undefined,
  { nextAuthSecret }: CookieSettings,
): Promise<string | null> {
  if (token === undefined || token === "") return null;
  try {
    const content = await decode({ token, secret: nextAuthSecret });
    return typeof content?.["sessionId"] === "string" ? content["sessionId"] : null;
  } catch {
    return null;
  }
}

export async function sessionIdOf(request: Request, settings: CookieSettings): Promise<string | null> {
  const name = sessionCookieName(settings);
  const pairs = (request.headers.get("cookie") ?? "").split(";").map((pair) => pair.trim());
  const pair = pairs.find((candidate) => candidate.startsWith(`${name}=`));
  return await sessionIdIn(pair?.slice(name.length + 1), settings);
}
