import { setTimeout as delay } from "node:timers/promises";
import type { Rotation } from "@/lib/api/rotations";
import type { Ctx } from "@/lib/access/context";
import type { ChangeFeed } from "@/lib/live/change-feed";
import { getRotation } from "./get-rotation";

/** A new key is told of by the feed; that there will be none, nobody tells. */
const LOOK_EVERY_MS = 1_000;

export type Wait = {
  seconds: number;
  feed: Pick<ChangeFeed, "subscribe" | "closed">;
  /** The request's: nobody waits any more. */
  signal: AbortSignal;
  lookEveryMs?: number;
};

/** Throws `not_found`. The rotation once it has ended, or as it is when the time is over. */
export async function waitForRotation(
  ctx: Pick<Ctx, "db" | "actor">,
  input: { id: string },
  { seconds, feed, signal, lookEveryMs = LOOK_EVERY_MS }: Wait,
): Promise<Rotation> {
  const found = await getRotation(ctx, input);
  if (seconds === 0 || !isOpen(found)) return found;
  const { id, rotatingSecretId } = found;
  const over = AbortSignal.any([signal, feed.closed, AbortSignal.timeout(seconds * 1000)]);
  let wake = () => {};
  const unsubscribe = feed.subscribe((change) => {
    if (change === null || change.rotating_secret_id === rotatingSecretId) wake();
  });
  try {
    for (;;) {
      const changed = new Promise<void>((resolve) => (wake = resolve));
      const row = { id: rotatingSecretId, rotationId: id };
      const isStillOpen = (await ctx.db.rotatingSecret.count({ where: row })) > 0;
      if (!isStillOpen || over.aborted) return await getRotation(ctx, { id });
      const pause = new AbortController();
      const tick = delay(lookEveryMs, undefined, { signal: AbortSignal.any([over, pause.signal]) });
      await Promise.race([changed, tick.catch(() => undefined)]);
      pause.abort();
    }
  } finally {
    unsubscribe();
  }
}

function isOpen({ state }: Rotation): boolean {
  return state === "pending" || state === "running";
}
