import { actorId, type Ctx } from "@/lib/access/context";
import { changeFeed } from "@/lib/live/change-feed";
import { countOpenRequest } from "@/lib/live/open-requests";
import type { Wait } from "@/lib/rotation/queries/wait-for-rotation";
import { env } from "@/lib/settings/env";
import { actorNow } from "./request-actor";

/**
 * How `work` waits for a rotation: at most until its caller disconnects or loses access. Throws
 * `too_many_requests` before doing anything.
 */
export async function whileWaiting<Answer>(
  seconds: number,
  { ctx, request }: { ctx: Ctx; request: Request },
  work: (wait: Wait) => Promise<Answer>,
): Promise<Answer> {
  const ended = seconds > 0 ? countOpenRequest(actorId(ctx.actor)) : () => undefined;
  try {
    return await work({
      seconds,
      feed: changeFeed(env().databaseUrl),
      signal: request.signal,
      actorNow: () => actorNow(ctx.db, request),
    });
  } finally {
    ended();
  }
}
