import type { ProviderError } from "@/lib/providers/provider-error";
import { backoffSeconds, probeSeconds, secondsAfter } from "../core/schedule";
import type { Engine } from "../services";
import type { CredentialRow, RootRow, Unit } from "../store/store";
import { HeldBack } from "./held-back";
import { afterPause, noteFailure } from "./failure";
import { checkAt } from "./move";
import { isProbe } from "./outage";
import { isOfOldKey, markRefused } from "./root-key";

/** A settlement that failed. It is attempted again, without an end, and everyone can see it. */
export async function postpone(
  engine: Engine,
  unit: Unit,
  credential: CredentialRow,
  failure: ProviderError,
  root: RootRow,
): Promise<void> {
  const isOld = await isOfOldKey(unit, root, failure);
  if (isOld || failure instanceof HeldBack) {
    // Not this settlement's failure: no call was made, or the refused admin key is no longer used.
    const nextCheckAt = secondsAfter(unit.now, isOld ? 0 : (failure.details.retryAfterSeconds ?? 0));
    await checkAt(unit, credential, nextCheckAt, { leaseUntil: null });
    return;
  }
  const { timing } = engine.settings;
  const cap = (await isProbe(engine, unit, credential, failure)) ? probeSeconds(timing) : undefined;
  const seconds = backoffSeconds(credential.failureCount + 1, engine.chance(), timing, cap);
  const nextCheckAt = await afterPause(unit, root.id, secondsAfter(unit.now, seconds));
  // The second refusal in a row. A single one may be the provider's mistake.
  if (credential.lastFailureCode === failure.code) await markRefused(unit, root, failure);
  await noteFailure(unit, credential, failure, { leaseUntil: null, nextCheckAt });
  await unit.wakeSettle(credential.id, nextCheckAt);
}
