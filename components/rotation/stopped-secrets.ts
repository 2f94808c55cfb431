import type { RotatingSecret } from "@/lib/api/rotating-secrets";
import { FAILURES } from "@/lib/lists/failure-codes";

/**
 * The rotating secrets that a dead admin key stopped: paused by a failure that only another admin key ends.
 * In the given order, worst first.
 */
export function stoppedByKey(
  credentialId: string,
  secrets: readonly RotatingSecret[],
): readonly RotatingSecret[] {
  return secrets.filter(
    ({ thirdPartyCredentialId, pauseReason, lastFailure }) =>
      thirdPartyCredentialId === credentialId &&
      pauseReason === "failure" &&
      lastFailure !== null &&
      "blocksAdminKey" in FAILURES[lastFailure.code],
  );
}
