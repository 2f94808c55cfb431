/**
 * After a provider outage. Each settlement waits longer and longer, as for any failure. One per admin key is
 * attempted every minute anyway, and when the provider answers it, the others needn't wait any longer.
 */
import { isAnswer, OUTAGE_CODES } from "../core/health";
import { WAITING_STATES } from "../core/lifecycle";
import { probeSeconds, secondsAfter } from "../core/schedule";
import type { ProviderError } from "@/lib/providers/provider-error";
import type { Engine } from "../services";
import type { CredentialRow, Unit } from "../store/store";
import type { CallResult } from "./call";
import type { Settlement } from "./settlement";
import { checkAt } from "./move";

/** Settlements made due together. The next one that gets a response makes more of them due. */
const MOST_AT_ONCE = 500;

/**
 * True if no other settlement of this admin key is attempted soon, so that this one must find out when the
 * provider is back.
 */
export async function isProbe(
  engine: Engine,
  unit: Unit,
  credential: CredentialRow,
  failure: ProviderError,
): Promise<boolean> {
  if (!OUTAGE_CODES.includes(failure.code)) return false;
  const [next] = await unit.settlementsInOutage(credential.thirdPartyCredentialId, unit.now, 1);
  const soon = secondsAfter(unit.now, probeSeconds(engine.settings.timing));
  return next?.nextCheckAt == null || next.nextCheckAt > soon;
}

/** Makes settlements due that still wait for the end of an outage that this call has seen. */
export async function noticeAnswer(
  engine: Engine,
  settlement: Settlement,
  result: CallResult<unknown>,
): Promise<void> {
  const { failureCount, lastFailureCode } = settlement.credential;
  const wasAway = failureCount > 0 && OUTAGE_CODES.some((code) => code === lastFailureCode);
  if (!wasAway || !(result.ok || isAnswer(result.failure.code))) return;
  const { store, settings } = engine;
  const waiting = await store.inUnit((unit) => {
    // Those that are due within seconds are left alone: they may be waiting for their turn in the admin key's
    // allowance.
    const after = secondsAfter(unit.now, probeSeconds(settings.timing) / 6);
    return unit.settlementsInOutage(settlement.root.id, after, MOST_AT_ONCE);
  });
  for (const { id, rotatingSecretId } of waiting) {
    await store.inUnit(async (unit) => {
      await unit.lockSecret(rotatingSecretId);
      const credential = await unit.credential(id);
      if (credential?.nextCheckAt == null || credential.nextCheckAt <= unit.now) return;
      if (!WAITING_STATES.includes(credential.state)) return;
      const { state, revokeAt } = credential;
      // One that is still expiring was postponed while the database's clock ran ahead, so its delay may not
      // be over.
      const isEarly = state === "EXPIRING" && revokeAt !== null && revokeAt > unit.now;
      const at = isEarly ? revokeAt : unit.now;
      await checkAt(unit, credential, at);
    });
  }
}
