/**
 * Requests that a proxy forwarded while none is trusted: then everybody has the proxy's address, and shares its budgets. Anyone
 * can send such a header, so it is a warning, never more.
 */
import { databaseNow, type Db } from "@/lib/db";
import { log } from "@/lib/log";

export const UNTRUSTED_FORWARDING =
  "Requests come with X-Forwarded-For, but no proxy is trusted: everyone counts as one address. Behind a reverse proxy, set PHASE_TRUSTED_PROXIES to the number of them.";

const AGAIN_MS = 3_600_000;
const STILL_MS = 24 * AGAIN_MS;

/** Set by the module that the web process loads first, which alone sees the header. */
const holder: { phaseUntrustedForwarding?: boolean } = globalThis as { phaseUntrustedForwarding?: boolean };
let notedAt = Number.NEGATIVE_INFINITY;

/** Says so in the log and in the database, once an hour. */
export async function noteForwarding(db: Db, now = performance.now()): Promise<void> {
  if (holder.phaseUntrustedForwarding !== true || now - notedAt < AGAIN_MS) return;
  notedAt = now;
  holder.phaseUntrustedForwarding = false;
  log.warn(UNTRUSTED_FORWARDING);
  await db.instance.updateMany({ data: { forwardedAt: await databaseNow(db) } });
}

/** What to tell a person, where it happened within a day. */
export function forwardingWarning(
  { forwardedAt }: { forwardedAt: Date | null },
  trustedProxies: number,
  now: Date,
): string | null {
  if (trustedProxies > 0 || forwardedAt === null || now.getTime() - forwardedAt.getTime() > STILL_MS)
    return null;
  return UNTRUSTED_FORWARDING;
}
