/** Calls that nobody waits for: listings, and questions about keys. */
import { ProviderError } from "@/lib/providers/errors";
import { allowanceOf, leaseSeconds } from "../core/schedule";
import type { Engine } from "../services";

/**
 * Waits until the admin key's allowance has room for one more call. Half of what may be sent at once is left to mints and
 * revocations, so these come first. Throws ProviderError where the key is parked, or where the others leave no room.
 */
export async function waitForRoom(engine: Engine, rootId: string): Promise<void> {
  const { spacingSeconds, burst } = allowanceOf(engine.settings.timing);
  const allowance = { spacingSeconds, burst: Math.ceil(burst / 2) };
  const until = engine.clock.monotonicMs() + leaseSeconds(engine.settings.timing) * 1000;
  for (;;) {
    const waitMs = await engine.store.inUnit(async (unit) => {
      const { parkedUntil } = await unit.rootCredential(rootId);
      if (parkedUntil !== null && parkedUntil > unit.now) throw noRoom();
      const at = await unit.takeCall(rootId, allowance);
      return at === null ? null : Number(at) - Number(unit.now);
    });
    if (waitMs === null) return;
    if (engine.clock.monotonicMs() + waitMs > until) throw noRoom();
    await engine.clock.sleep(Math.max(waitMs, 1));
  }
}

/** Without a time: it is our own allowance, and no reason to park the admin key. */
function noRoom(): ProviderError {
  const message = "The admin key's allowance of calls is used up.";
  return new ProviderError("provider_rate_limited", message, { kind: "nothing" });
}
