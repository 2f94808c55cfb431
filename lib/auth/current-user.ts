import { cookies } from "next/headers";
import { cache } from "react";
import { db } from "@/lib/db";
import { env } from "@/lib/env";
import { type LiveSession, liveSession } from "./session";
import { sessionCookieName, sessionIdIn } from "./session-cookie";

/** For pages: who is signed in, or null. Read once a request. */
export const currentSession = cache(async (): Promise<LiveSession | null> => {
  const settings = env();
  const cookie = (await cookies()).get(sessionCookieName(settings));
  const sessionId = await sessionIdIn(cookie?.value, settings);
  return sessionId === null ? null : await liveSession(db(), sessionId);
});
