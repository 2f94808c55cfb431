import { setTimeout as delay } from "node:timers/promises";
import type { Rotation } from "@/lib/api/rotations";
import type { Actor, Ctx } from "@/lib/access/context";
import { type ChangeFeed, isAboutAccess } from "@/lib/live/change-feed";
import { getRotation } from "./get-rotation";

/** The feed announces a new key, but nothing announces that none will come. */
const LOOK_EVERY_MS = 1_000;

export type Wait = {
  seconds: number;
  feed: Pick<ChangeFeed, "subscribe" | "closed">;
  /** The request's signal: nobody waits any more. */
  signal: AbortSignal;
  /** The request's current actor. Throws if its credentials are no longer valid. */
  actorNow: () => Promise<Actor>;
  lookEveryMs?: number;
};

/**
 * The rotation once it has ended, or its state when the time is over. Throws `not_found`, also as soon as the
 * caller may no longer see it, and whatever `actorNow` throws.
 */
export async function waitForRotation(
  ctx: Pick<Ctx, "db" | "actor">,
  input: { id: string },
  { seconds, feed, signal, actorNow, lookEveryMs = LOOK_EVERY_MS }: Wait,
): Promise<Rotation> {
  const found = await getRotation(ctx, input);
  if (seconds === 0 || !isOpen(found)) return found;
  const { id, rotatingSecretId } = found;
  const over = AbortSignal.any([signal, feed.closed, AbortSignal.timeout(seconds * 1000)]);
  const look = async () => await getRotation({ db: ctx.db, actor: await actorNow() }, { id });
  let wake = () => {};
  const access = { mayBeLost: false };
  const unsubscribe = feed.subscribe((change) => {
    access.mayBeLost ||= change === null || isAboutAccess(change);
    if (access.mayBeLost || change?.rotating_secret_id === rotatingSecretId) wake();
  });
  try {
    for (;;) {
      const changed = new Promise<void>((resolve) => (wake = resolve));
      const row = { id: rotatingSecretId, rotationId: id };
      const isStillOpen = (await ctx.db.rotatingSecret.count({ where: row })) > 0;
      if (!isStillOpen || over.aborted) return await look();
      if (access.mayBeLost) {
        access.mayBeLost = false;
        await look();
      }
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
