/** Rows as the database's defaults make them. */
import type { SecretRow } from "@/lib/rotation/store/store";
import type { NewSecret } from "@/lib/rotation/store/new-rows";

export function newSecret(row: NewSecret, now: Date): SecretRow {
  return {
    labels: [],
    ...row,
    environmentId: row.environmentId ?? null,
    pauseReason: null,
    pausedAt: null,
    retryAt: null,
    rotateRequestedAt: null,
    breakGlassRequestedAt: null,
    rotateReason: null,
    rotationId: null,
    failureCount: 0,
    lastFailureAt: null,
    lastFailureCode: null,
    lastFailureMessage: null,
    toldHealth: "healthy",
    leaseUntil: null,
    fence: 0,
    lastEpoch: 0n,
    version: 1,
    createdAt: now,
    updatedAt: now,
  };
}
