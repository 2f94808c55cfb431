/** The only error type that providers throw. */
import type { FailureCode } from "@/lib/lists/failure-codes";

/**
 * What the failed call left behind. - nothing: the provider certainly didn't do it. - unknown: it may have
 * (timeout, reset, 5xx, unreadable response). - account: it created an account whose key is unusable; the
 * account's ID is known.
 */
export type LeftBehind =
  { kind: "nothing" } | { kind: "unknown" } | { kind: "account"; serviceAccountId: string };

export class ProviderError extends Error {
  override readonly name = "ProviderError";
  constructor(
    readonly code: FailureCode,
    /** Safe to show and store: keys are masked, and it never contains a raw body. */
    message: string,
    readonly leftBehind: LeftBehind,
    readonly details: {
      status?: number | undefined;
      /** No response in time. */
      timedOut?: true;
      requestId?: string | undefined;
      retryAfterSeconds?: number | undefined;
      /** The field of the rotating secret's config that the provider objects to. */
      field?: "keyLifetimeSeconds" | undefined;
    } = {},
  ) {
    super(message);
  }
}
