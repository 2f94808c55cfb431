/**
 * The provider was away. Each debt waits longer and longer, as for any failure; one of each admin key is tried every
 * minute all the same, and when the provider answers it, the others need wait no longer.
 */
import { isAnswer, OUTAGE_CODES } from "../core/health";
import { WAITING_STATES } from "../core/lifecycle";
import { probeSeconds, secondsAfter } from "../core/schedule";
import type { ProviderError } from "@/lib/providers/provider-error";
import type { Engine } from "../services";
import type { CredentialRow, Unit } from "../store/store";
import type { CallResult } from "./call";
import type { Debt } from "./debt";
import { checkAt } from "./move";

/** Debts called back at once: the next one that is answered calls the others. */
const MOST_AT_ONCE = 500;

/** True where no other debt of this admin key is tried soon: then this one has to find out when the provider is back. */
export async function isProbe(
  engine: Engine,
  unit: Unit,
  credential: CredentialRow,
  failure: ProviderError,
): Promise<boolean> {
  if (!OUTAGE_CODES.includes(failure.code)) return false;
  const [next] = await unit.debtsInOutage(credential.thirdPartyCredentialId, unit.now, 1);
  const soon = secondsAfter(unit.now, probeSeconds(engine.settings.timing));
  return next?.nextCheckAt == null || next.nextCheckAt > soon;
}

/** Calls back what waits out an outage that this call has seen end. */
export async function noticeAnswer(engine: Engine, debt: Debt, result: CallResult<unknown>): Promise<void> {
  const { failureCount, lastFailureCode } = debt.credential;
  const wasAway = failureCount > 0 && OUTAGE_CODES.some((code) => code === lastFailureCode);
  if (!wasAway || !(result.ok || isAnswer(result.failure.code))) return;
  const { store, settings } = engine;
  const waiting = await store.inUnit((unit) => {
    // What is tried within seconds anyway is left alone: it may wait for its turn in the admin key's allowance.
    const after = secondsAfter(unit.now, probeSeconds(settings.timing) / 6);
    return unit.debtsInOutage(debt.root.id, after, MOST_AT_ONCE);
  });
  for (const { id, rotatingSecretId } of waiting) {
    await store.inUnit(async (unit) => {
      await unit.lockSecret(rotatingSecretId);
      const credential = await unit.credential(id);
      if (credential?.nextCheckAt == null || credential.nextCheckAt <= unit.now) return;
      if (!WAITING_STATES.includes(credential.state)) return;
      const { state, revokeAt } = credential;
      // One that still expires was put off while the database's clock ran ahead: its delay may not be over after all.
      const isEarly = state === "EXPIRING" && revokeAt !== null && revokeAt > unit.now;
      const at = isEarly ? revokeAt : unit.now;
      await checkAt(unit, credential, at);
    });
  }
}
