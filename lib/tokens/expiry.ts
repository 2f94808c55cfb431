import type { Actor } from "@/lib/access/context";
import { invalid } from "@/lib/requests/read-input";

const DEFAULT_DAYS = 90;
const DAY_MS = 86_400_000;

/**
 * When a token created by `maker` expires, null for never: as requested, or after 90 days. No token creates
 * one that outlives it. Throws `invalid_input`.
 */
export function tokenExpiry(maker: Actor, wanted: string | null | undefined, now: Date): Date | null {
  const limit = maker.kind === "token" ? maker.expiresAt : null;
  if (wanted !== undefined) return checkedEnd(wanted, limit, now);
  return earlier(limit, new Date(now.getTime() + DEFAULT_DAYS * DAY_MS));
}

/** The earlier of two ends. Null is never. */
export function earlier(one: Date | null, other: Date | null): Date | null {
  if (one === null || other === null) return one ?? other;
  return one < other ? one : other;
}

/** Throws `invalid_input` for an end in the past or after `limit`. */
export function checkedEnd(wanted: string | null, limit: Date | null, now: Date): Date | null {
  const expiresAt = wanted === null ? null : new Date(wanted);
  if (expiresAt !== null && expiresAt <= now) throw refusedEnd("The expiry must be in the future.");
  if (limit !== null && (expiresAt === null || expiresAt > limit)) {
    throw refusedEnd(
      `A token can't outlive the token that creates it. Choose ${limit.toISOString()} or earlier.`,
    );
  }
  return expiresAt;
}

export function refusedEnd(message: string) {
  return invalid([{ path: "expiresAt", message }]);
}
