/** What a failure leaves in the row that met it, and who hears of it. */
import type { ProviderError } from "@/lib/providers/provider-error";
import type { CredentialRow, Unit } from "../store/store";
import { tellOf } from "./move";

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

/** Writes down a debt's failure; tells of it unless the one before was the same. */
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
  await tellOf(unit, credential, type, { code, message, serviceAccountId });
}

/** A time, or the end of the pause that the provider has asked for, if that is later. */
export async function afterPause(unit: Unit, rootId: string, soonest: Date): Promise<Date> {
  const { parkedUntil } = await unit.rootCredential(rootId);
  return parkedUntil !== null && parkedUntil > soonest ? parkedUntil : soonest;
}
