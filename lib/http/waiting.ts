import { changeFeed } from "@/lib/live/change-feed";
import type { Wait } from "@/lib/rotation/queries/wait-for-rotation";
import { env } from "@/lib/settings/env";

/** How long a request waits for a rotation: at most until its caller is gone. */
export function waiting(seconds: number, signal: AbortSignal): Wait {
  return { seconds, feed: changeFeed(env().databaseUrl), signal };
}
