import { headers } from "next/headers";
import { cache } from "react";
import { db } from "@/lib/db";
import { env } from "@/lib/settings/env";
import { type LiveSession, liveSession } from "./session";
import { sessionTokenOf } from "./session-cookie";

/** For pages: the signed-in user, or null. Read once per request. */
export const currentSession = cache(async (): Promise<LiveSession | null> => {
  const settings = env();
  const token = await sessionTokenOf(await headers(), settings);
  return token === null ? null : await liveSession(db(), token);
});
