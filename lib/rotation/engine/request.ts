/** Requests a key before its time, and withdraws such a request. */
import { isNeed, type RotateReason, strongerReason } from "../core/reasons";
import type { SecretRow, Unit } from "../store/store";

/** The patch that requests a mint now, paused or not. */
export function requestPatch(secret: SecretRow, reason: RotateReason, now: Date): Partial<SecretRow> {
  return { rotateRequestedAt: now, rotateReason: strongerReason(secret.rotateReason, reason), retryAt: null };
}

/** The patch that withdraws a request. What the current key needs stays until it is replaced. */
export function withdrawnRequest({ rotateReason }: SecretRow): Partial<SecretRow> {
  return {
    rotateRequestedAt: null,
    breakGlassRequestedAt: null,
    rotateReason: isNeed(rotateReason) ? rotateReason : null,
    rotationId: null,
  };
}

/** Now, or as soon as the schedule is resumed. */
export async function rotateSoon(unit: Unit, secret: SecretRow, reason: RotateReason): Promise<void> {
  if (secret.deletedAt !== null) return;
  if (secret.pauseReason === null) {
    await unit.updateSecret(secret.id, requestPatch(secret, reason, unit.now));
    await unit.wakeMint(secret.id, unit.now);
  } else {
    await unit.updateSecret(secret.id, { rotateReason: strongerReason(secret.rotateReason, reason) });
  }
}
