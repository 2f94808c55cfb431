import { decode } from "next-auth/jwt";
import { type CookieNames, nextAuthCookies } from "./cookie-names";

/** The session's token inside a cookie's value; null where there is none or it does not open. */
export async function sessionTokenIn(
  value: string | undefined,
  { nextAuthSecret }: CookieNames,
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
  settings: CookieNames,
): Promise<string | null> {
  const start = `${nextAuthCookies(settings).sessionToken.name}=`;
  const pairs = (headers.get("cookie") ?? "").split(";").map((pair) => pair.trim());
  const [only, ...others] = pairs.filter((pair) => pair.startsWith(start));
  return others.length > 0 ? null : await sessionTokenIn(only?.slice(start.length), settings);
}
