/** Calls with an admin key. Each takes its turn in the key's allowance, and none is made while the key is parked. */
import { ProviderError } from "@/lib/providers/provider-error";
import { allowanceOf, leaseSeconds, secondsAfter, turnWaitSeconds } from "../core/schedule";
import type { Provider } from "@/lib/providers/provider";
import type { Engine } from "../services";
import type { RootRow } from "../store/store";
import type { Turn } from "../store/take-call";
import { HeldBack } from "./held-back";
import { openProvider } from "./open-provider";
import { openRootKey } from "./root-key";

/** What a call with an admin key needs. */
export type Caller = Pick<
  Engine,
  "store" | "providers" | "keyring" | "settings" | "log" | "metrics" | "clock"
>;

/** Takes a turn for each further request of a call, such as the next page of a listing. */
export type NextTurn = () => Promise<void>;
export type Call<Value> = (provider: Provider, rootKey: string, nextTurn: NextTurn) => Promise<Value>;

/**
 * `urgent`: a caller waits, so the call is counted but doesn't queue. `background`: nobody waits, so the call
 * leaves half of the allowance to others, and waits longer.
 */
export type Urgency = "urgent" | "usual" | "background";

/**
 * Makes one call. Nothing waits between opening the provider and its request. Throws ProviderError, including
 * HeldBack, and SealError if the admin key can't be decrypted.
 */
export async function callWithKey<Value>(
  engine: Caller,
  root: RootRow,
  call: Call<Value>,
  urgency: Urgency = "usual",
): Promise<Value> {
  const rootKey = await openRootKey(engine, root);
  await takeTurn(engine, root.id, urgency);
  try {
    const provider = await openProvider(engine, root);
    const value = await call(provider, rootKey, () => takeTurn(engine, root.id, urgency));
    if (root.status === "invalid") await note(engine, root, null);
    return value;
  } catch (error) {
    const isPause = error instanceof ProviderError && error.code === "provider_rate_limited";
    if (isPause) await note(engine, root, error.details.retryAfterSeconds ?? 0);
    throw error;
  }
}

export type CallResult<Value> = { ok: true; value: Value } | { ok: false; failure: ProviderError };

/** The same for a settlement. A failure is data: the row is postponed, and the work is done. */
export async function callProvider<Value>(
  engine: Caller,
  root: RootRow,
  call: Call<Value>,
  urgency: Urgency = "usual",
): Promise<CallResult<Value>> {
  try {
    return { ok: true, value: await callWithKey(engine, root, call, urgency) };
  } catch (error) {
    if (error instanceof ProviderError) return { ok: false, failure: error };
    engine.log.error({ err: error }, "A provider call failed inside Phase");
    const message = "Internal error in Phase. The log has the details.";
    return { ok: false, failure: new ProviderError("internal", message, { kind: "nothing" }) };
  }
}

/** For a listing, whose first page is the call itself. */
export function beforePage(nextTurn: NextTurn): NextTurn {
  let isFirst = true;
  return async () => {
    if (!isFirst) await nextTurn();
    isFirst = false;
  };
}

/** Waits until the next call with this admin key may be made. Throws HeldBack if that takes too long. */
async function takeTurn(engine: Caller, rootId: string, urgency: Urgency): Promise<void> {
  const { store, clock, settings } = engine;
  const { spacingSeconds, burst } = allowanceOf(settings.timing);
  if (urgency === "background") {
    // Takes no turn in advance, so that mints and revocations that arrive meanwhile go first.
    const until = clock.monotonicMs() + leaseSeconds(settings.timing) * 1000;
    for (;;) {
      const allowance = { spacingSeconds, burst: Math.ceil(burst / 2) };
      const turn = await store.takeCall(rootId, allowance, 0);
      if (turn.isGranted) return;
      if (turn.isParked || clock.monotonicMs() + turn.inMs > until) throw held(turn);
      await clock.sleep(Math.max(turn.inMs, 1));
    }
  }
  const mostMs = urgency === "urgent" ? MOST_QUEUED_MS : turnWaitSeconds(settings.timing) * 1000;
  const turn = await store.takeCall(rootId, { spacingSeconds, burst }, mostMs);
  if (!turn.isGranted) throw held(turn);
  if (urgency === "urgent" || turn.inMs === 0) return;
  await clock.sleep(turn.inMs);
  const parkedMs = await store.inUnit(async (unit) => {
    const { parkedUntil } = await unit.rootCredential(rootId);
    return Number(parkedUntil ?? unit.now) - Number(unit.now);
  });
  if (parkedMs > 0) throw new HeldBack(true, parkedMs / 1000);
}

function held({ isParked, inMs }: Turn): HeldBack {
  return new HeldBack(isParked, inMs / 1000);
}

/** More than any allowance runs ahead, so an urgent call is refused only by a parked key. */
const MOST_QUEUED_MS = 86_400_000;

/**
 * A response shows that the admin key works (null), or parks it for everything that uses it, because they
 * share its allowance. The call was made anyway, so no error in this function may hide its outcome.
 */
async function note(engine: Caller, root: RootRow, pauseSeconds: number | null): Promise<void> {
  try {
    await engine.store.inUnit(async (unit) => {
      if (pauseSeconds === null) await unit.markRoot(root, { status: "valid", lastFailureMessage: null });
      else await unit.parkRoot(root, secondsAfter(unit.now, pauseSeconds));
    });
  } catch (error) {
    engine.log.error({ err: error }, "The status of an admin key wasn't saved");
  }
}
