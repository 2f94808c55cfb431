/** The only error that leaves a provider. */
import type { FailureCode } from "@/lib/lists/failure-codes";

/**
 * What the failed call left behind.
 * - nothing: the provider did not do it, for certain.
 * - unknown: it may have done it (timeout, reset, 5xx, unreadable answer).
 * - account: it made an account whose key is unusable; its id is known.
 */
export type LeftBehind =
  { kind: "nothing" } | { kind: "unknown" } | { kind: "account"; serviceAccountId: string };

export class ProviderError extends Error {
  override readonly name = "ProviderError";
  constructor(
    readonly code: FailureCode,
    /** Safe to show and to store: keys are masked, never a raw body. */
    message: string,
    readonly leftBehind: LeftBehind,
    readonly details: {
      status?: number | undefined;
      /** Nothing came in time. */
      timedOut?: true;
      requestId?: string | undefined;
      retryAfterSeconds?: number | undefined;
      /** What in the rotating secret's config the provider objects to. */
      field?: "keyLifetimeSeconds" | undefined;
    } = {},
  ) {
    super(message);
  }
}
