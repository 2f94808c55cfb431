/**
 * next-auth's part: the protocol of the login form, and the cookie. Phase handles accounts, sessions and
 * throttling itself.
 */
import type { NextAuthOptions } from "next-auth";
import type { JWT } from "next-auth/jwt";
import CredentialsProvider from "next-auth/providers/credentials";
import type { Db } from "@/lib/db";
import { env } from "@/lib/settings/env";
import { log } from "@/lib/log";
import { originOf } from "@/lib/access/origin";
import { nextAuthCookies } from "./cookie-names";
import { deviceOf } from "./device-cookie";
import { SESSION_SECONDS, endOwnSession, liveSession } from "./session";
import { signIn } from "./sign-in";
import { sessionTokenOf } from "./session-cookie";

type SignedInUser = { id: string; email: string; sessionToken: string };

type Listener = {
  /** Someone tries to sign in. */
  onTry: (email: string) => void;
  /** An error that next-auth would turn into a redirect, such as too many attempts. */
  onRefusal: (error: unknown) => void;
  onSignedIn: (email: string) => void;
};

export function authOptions(db: Db, { onTry, onRefusal, onSignedIn }: Listener): NextAuthOptions {
  const settings = env();
  const sessionOf = async ({ sessionToken }: JWT) =>
    typeof sessionToken === "string" ? await liveSession(db, sessionToken, { renew: false }) : null;
  return {
    secret: settings.nextAuthSecret,
    useSecureCookies: settings.nextAuthUrl.protocol === "https:",
    cookies: nextAuthCookies(settings),
    session: { strategy: "jwt", maxAge: SESSION_SECONDS },
    pages: { signIn: "/login", signOut: "/login", error: "/login" },
    providers: [
      CredentialsProvider({
        credentials: { email: { type: "email" }, password: { type: "password" } },
        async authorize(credentials, request): Promise<SignedInUser | null> {
          const { email, password } = credentials ?? {};
          if (typeof email !== "string" || typeof password !== "string") return null;
          onTry(email);
          const headers = new Headers(request.headers as Record<string, string> | undefined);
          try {
            const replaces = await sessionTokenOf(headers, settings);
            const signedIn = await signIn(db, originOf(headers), {
              email,
              password,
              replaces,
              device: deviceOf(headers, email, settings),
            });
            if (signedIn === null) return null;
            onSignedIn(email);
            return { id: signedIn.userId, email, sessionToken: signedIn.sessionToken };
          } catch (error) {
            onRefusal(error);
            return null;
          }
        },
      }),
    ],
    callbacks: {
      // The cookie contains only the session's token. Everything that can change is read from the database.
      jwt: ({ token, user }: { token: JWT; user?: object }) =>
        user !== undefined && "sessionToken" in user
          ? { sessionToken: user.sessionToken }
          : { sessionToken: token["sessionToken"] },
      async session({ session, token }) {
        const live = await sessionOf(token);
        if (live === null) return { expires: session.expires };
        return { expires: session.expires, user: { name: live.user.name, email: live.user.email } };
      },
    },
    events: {
      async signOut({ token }) {
        const live = await sessionOf(token);
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
