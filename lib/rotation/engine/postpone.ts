import type { ProviderError } from "@/lib/providers/provider-error";
import { backoffSeconds, probeSeconds, secondsAfter } from "../core/schedule";
import type { Engine } from "../services";
import type { CredentialRow, RootRow, Unit } from "../store";
import { HeldBack } from "./call";
import { WORKER } from "./move";
import { isProbe } from "./outage";
import { isOfOldKey, markRefused } from "./root-key";

/** A debt that could not be paid now: later again, for ever, and for everyone to see. */
export async function postpone(
  engine: Engine,
  unit: Unit,
  credential: CredentialRow,
  failure: ProviderError,
  root: RootRow,
): Promise<void> {
  const isOld = await isOfOldKey(unit, root, failure);
  if (isOld || failure instanceof HeldBack) {
    // Not this debt's failure: no call was made, or the refused admin key is no longer used.
    const nextCheckAt = secondsAfter(unit.now, isOld ? 0 : (failure.details.retryAfterSeconds ?? 0));
    await unit.updateCredential(credential.id, credential.state, { leaseUntil: null, nextCheckAt });
    return await unit.wakeSettle(credential.id, nextCheckAt);
  }
  const failureCount = credential.failureCount + 1;
  const { parkedUntil } = await unit.rootCredential(root.id);
  const { timing } = engine.settings;
  const cap = (await isProbe(engine, unit, credential, failure)) ? probeSeconds(timing) : undefined;
  const soonest = secondsAfter(unit.now, backoffSeconds(failureCount, engine.chance(), timing, cap));
  const nextCheckAt = parkedUntil !== null && parkedUntil > soonest ? parkedUntil : soonest;
  // The second refusal in a row: one alone may be the provider's mistake.
  if (credential.lastFailureCode === failure.code) {
    await markRefused(unit, root, failure);
  }
  await unit.updateCredential(credential.id, credential.state, {
    leaseUntil: null,
    nextCheckAt,
    failureCount,
    lastFailureAt: unit.now,
    lastFailureCode: failure.code,
    lastFailureMessage: failure.message,
  });
  await unit.wakeSettle(credential.id, nextCheckAt);
  if (credential.lastFailureCode === failure.code) return;
  await unit.recordEvent({
    rotatingSecretId: credential.rotatingSecretId,
    credentialId: credential.id,
    type: credential.state === "UNKNOWN" ? "credential.check_failed" : "credential.revoke_failed",
    actor: WORKER,
    detail: { code: failure.code, message: failure.message, serviceAccountId: credential.serviceAccountId },
  });
}
