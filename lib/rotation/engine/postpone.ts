import type { ProviderError } from "@/lib/providers/errors";
import { backoffSeconds, probeSeconds, secondsAfter } from "../core/schedule";
import type { Engine } from "../services";
import type { CredentialRow, Unit } from "../store";
import { WORKER } from "./move";
import { isProbe } from "./outage";
import { markRefused, park } from "./root-key";

/** A debt that could not be paid now: later again, for ever, and for everyone to see. */
export async function postpone(
  engine: Engine,
  unit: Unit,
  credential: CredentialRow,
  failure: ProviderError,
): Promise<void> {
  const failureCount = credential.failureCount + 1;
  const parkedUntil = await park(unit, credential.thirdPartyCredentialId, failure);
  const { timing } = engine.settings;
  const cap = (await isProbe(engine, unit, credential, failure)) ? probeSeconds(timing) : undefined;
  const soonest = secondsAfter(unit.now, backoffSeconds(failureCount, engine.chance(), timing, cap));
  const nextCheckAt = parkedUntil !== null && parkedUntil > soonest ? parkedUntil : soonest;
  // The second refusal in a row: one alone may be the provider's mistake.
  if (credential.lastFailureCode === failure.code) {
    await markRefused(unit, credential.thirdPartyCredentialId, failure);
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
