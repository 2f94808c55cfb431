/**
 * The revocation delay is over when the database's clock says so and the provider's doesn't disagree.
 * Otherwise a fast clock would end every overlap immediately. An operator's immediate revocation doesn't wait
 * for this.
 */
import type { ClockReading } from "@/lib/providers/provider";
import { CLOCK_READING_SECONDS, CLOCK_TOLERANCE_SECONDS, secondsAfter } from "../core/schedule";
import type { Engine } from "../services";
import type { CredentialRow, Unit } from "../store/store";
import { type CallResult, callProvider } from "./call";
import type { Settlement } from "./settlement";
import { noteFailure } from "./failure";
import { postpone } from "./postpone";

/** `unknown`: the provider must be asked. */
export function delayIsOver(
  clock: () => ClockReading | null,
  { replacedAt, revokeAt }: CredentialRow,
): "over" | "running" | "unknown" {
  if (replacedAt === null || revokeAt === null) return "over";
  // A delay shorter than the allowed clock difference protects nobody from a wrong clock.
  if (revokeAt <= secondsAfter(replacedAt, CLOCK_TOLERANCE_SECONDS)) return "over";
  const reading = clock();
  if (reading === null) return "unknown";
  if (secondsAfter(reading.now, CLOCK_TOLERANCE_SECONDS) >= revokeAt) return "over";
  return reading.ageSeconds > CLOCK_READING_SECONDS ? "unknown" : "running";
}

/** Makes a call for the time in its response, whatever else it says. False: no response, so the credential waits. */
export async function askForTime(engine: Engine, settlement: Settlement): Promise<boolean> {
  const result: CallResult<unknown> = await callProvider(engine, settlement.root, (provider, rootKey) =>
    provider.getProject(rootKey, settlement.credential.projectId),
  );
  const reading = engine.providers.clock(settlement.root.provider);
  if (result.ok || (reading !== null && reading.ageSeconds <= CLOCK_READING_SECONDS)) return true;
  await engine.store.inUnit(async (unit) => {
    await unit.lockSecret(settlement.credential.rotatingSecretId);
    const credential = await unit.credential(settlement.credential.id);
    if (credential?.state === "EXPIRING")
      await postpone(engine, unit, credential, result.failure, settlement.root);
  });
  return false;
}

/**
 * Leaves the credential due. The worker returns to it now and then, and once the clock is corrected its
 * original time applies again.
 */
export async function hold(unit: Unit, credential: CredentialRow): Promise<void> {
  const message = `The database's clock (${unit.now.toISOString()}) says that the revocation delay is over, but OpenAI's clock disagrees. Phase won't revoke the previous key until they agree. Check the database server's clock.`;
  await noteFailure(unit, credential, { code: "internal", message });
}
