import { allowanceOf } from "@/lib/rotation/core/schedule";
import type { EngineCtx } from "@/lib/rotation/services";

/** Of each turn that `work` takes: the share of what may be sent at once that it keeps to, from 0 to 1. */
export async function sharesOf(
  ctx: EngineCtx,
  work: (ctx: EngineCtx) => Promise<unknown>,
): Promise<number[]> {
  const shares: number[] = [];
  const whole = allowanceOf(ctx.settings.timing).burst;
  const takeCall: EngineCtx["store"]["takeCall"] = (rootId, allowance, mostMs) => {
    shares.push(allowance.burst / whole);
    return ctx.store.takeCall(rootId, allowance, mostMs);
  };
  await work({ ...ctx, store: { ...ctx.store, takeCall } });
  return shares;
}
