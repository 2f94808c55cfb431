import type { Actor } from "@/lib/access/context";
import { invalid } from "@/lib/requests/read-input";

const DEFAULT_DAYS = 90;
const DAY_MS = 86_400_000;

/**
 * When a token that `maker` makes ends, and null for never: as asked for, or else after 90 days. No token makes one that
 * outlives it. Throws `invalid_input`.
 */
export function tokenExpiry(maker: Actor, wanted: string | null | undefined, now: Date): Date | null {
  const limit = maker.kind === "token" ? maker.expiresAt : null;
  if (wanted === undefined) {
    const usual = new Date(now.getTime() + DEFAULT_DAYS * DAY_MS);
    return limit !== null && limit < usual ? limit : usual;
  }
  const expiresAt = wanted === null ? null : new Date(wanted);
  if (expiresAt !== null && expiresAt <= now) throw refused("The expiry must be in the future.");
  if (limit !== null && (expiresAt === null || expiresAt > limit)) {
    throw refused(
      `The token that makes it ends at ${limit.toISOString()}: choose that time or an earlier one.`,
    );
  }
  return expiresAt;
}

function refused(message: string) {
  return invalid([{ path: "expiresAt", message }]);
}
