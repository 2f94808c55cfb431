/** What a failure leaves in its row, and who is notified. */
import type { ProviderError } from "@/lib/providers/provider-error";
import type { CredentialRow, Unit } from "../store/store";
import { recordEventOf } from "./move";

type Failure = Pick<ProviderError, "code" | "message">;

/** The patch of a secret or a credential that has failed once more. */
export function failed({ failureCount }: { failureCount: number }, { code, message }: Failure, now: Date) {
  return {
    failureCount: failureCount + 1,
    lastFailureAt: now,
    lastFailureCode: code,
    lastFailureMessage: message,
  };
}

/** Records the failure of a settlement. Reports it unless the previous failure was the same. */
export async function noteFailure(
  unit: Unit,
  credential: CredentialRow,
  failure: Failure,
  patch: Partial<CredentialRow> = {},
): Promise<void> {
  const { id, state, serviceAccountId, lastFailureCode } = credential;
  await unit.updateCredential(id, state, { ...patch, ...failed(credential, failure, unit.now) });
  if (lastFailureCode === failure.code) return;
  const type = state === "UNKNOWN" ? "credential.check_failed" : "credential.revoke_failed";
  const { code, message } = failure;
  await recordEventOf(unit, credential, type, { code, message, serviceAccountId });
}

/** The given time, or the end of the pause that the provider has requested, if that is later. */
export async function afterPause(unit: Unit, rootId: string, soonest: Date): Promise<Date> {
  const { parkedUntil } = await unit.rootCredential(rootId);
  return parkedUntil !== null && parkedUntil > soonest ? parkedUntil : soonest;
}
