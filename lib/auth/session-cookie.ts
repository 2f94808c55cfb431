import { decode } from "next-auth/jwt";
import { type CookieNames, nextAuthCookies } from "./cookie-names";

/** The session token in a cookie's value. Null if there is none or it can't be decrypted. */
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

/** Also null if two cookies have the name, because someone else set one of them. */
export async function sessionTokenOf(
  headers: Pick<Headers, "get">,
  settings: CookieNames,
): Promise<string | null> {
  const start = `${nextAuthCookies(settings).sessionToken.name}=`;
  const pairs = (headers.get("cookie") ?? "").split(";").map((pair) => pair.trim());
  const [only, ...others] = pairs.filter((pair) => pair.startsWith(start));
  return others.length > 0 ? null : await sessionTokenIn(only?.slice(start.length), settings);
}
