/** next-auth's part: the login form's protocol and the cookie. Accounts, sessions and throttling are ours. */
import type { NextAuthOptions } from "next-auth";
import CredentialsProvider from "next-auth/providers/credentials";
import type { Db } from "@/lib/db";
import { env } from "@/lib/env";
import { log } from "@/lib/log";
import { originOf } from "@/lib/http/origin";
import { SESSION_SECONDS, endOwnSession, liveSession } from "./session";
import { signIn } from "./sign-in";
import { sessionCookieName } from "./session-cookie";

type SignedInUser = { id: string; email: string; sessionId: string };

/** `onRefusal` hears of errors that next-auth would turn into a redirect, such as too many guesses. */
export function authOptions(db: Db, onRefusal: (error: unknown) => void): NextAuthOptions {
  const settings = env();
  return {
    secret: settings.nextAuthSecret,
    useSecureCookies: settings.nextAuthUrl.protocol === "https:",
    cookies: {
      sessionToken: {
        name: sessionCookieName(settings),
        options: {
          httpOnly: true,
          sameSite: "lax",
          path: "/",
          secure: settings.nextAuthUrl.protocol === "https:",
        },
      },
    },
    session: { strategy: "jwt", maxAge: SESSION_SECONDS },
    pages: { signIn: "/login", signOut: "/login", error: "/login" },
    providers: [
      CredentialsProvider({
        credentials: { email: { type: "email" }, password: { type: "password" } },
        async authorize(credentials, request): Promise<SignedInUser | null> {
          const { email, password } = credentials ?? {};
          if (typeof email !== "string" || typeof password !== "string") return null;
          const origin = originOf(new Headers(request.headers as Record<string, string> | undefined));
          try {
            const signedIn = await signIn(db, origin, { email, password });
            return signedIn === null ? null : { id: signedIn.userId, email, sessionId: signedIn.sessionId };
          } catch (error) {
            onRefusal(error);
            return null;
          }
        },
      }),
    ],
    callbacks: {
      // The cookie carries the session's id and nothing else: what changes is read from the database.
      jwt: ({ token, user }) =>
        "sessionId" in (user ?? {})
          ? { sessionId: (user as SignedInUser).sessionId }
          : { sessionId: token["sessionId"] },
      async session({ session, token }) {
        const live =
          typeof token["sessionId"] === "string" ? await liveSession(db, token["sessionId"]) : null;
        if (live === null) return { expires: session.expires };
        return { expires: session.expires, user: { name: live.user.name, email: live.user.email } };
      },
    },
    events: {
      async signOut({ token }) {
        const live =
          typeof token["sessionId"] === "string" ? await liveSession(db, token["sessionId"]) : null;
        if (live !== null) await endOwnSession(db, live.actor);
      },
    },
    logger: {
      error: (code, metadata) =>
        log.error({ code, err: metadata instanceof Error ? metadata : undefined }, "next-auth"),
      warn: (code) => log.debug({ code }, "next-auth"),
      debug: () => undefined,
    },
  };
}
