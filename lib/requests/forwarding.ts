/**
 * Requests that a proxy forwarded although none is trusted. Everyone then has the proxy's IP address and
 * shares its limits. Anyone can send such a header, so this is only a warning.
 */
import { databaseNow, type Db } from "@/lib/db";
import { log } from "@/lib/log";

export const UNTRUSTED_FORWARDING =
  "Requests have X-Forwarded-For, but no proxy is trusted, so all clients share one IP address. Behind reverse proxies, set PHASE_TRUSTED_PROXIES to their number.";

const AGAIN_MS = 3_600_000;
const STILL_MS = 24 * AGAIN_MS;

/** Set by the module that the web process loads first, which alone sees the header. */
const holder: { phaseUntrustedForwarding?: boolean } = globalThis as { phaseUntrustedForwarding?: boolean };
let notedAt = Number.NEGATIVE_INFINITY;

/** Reports it in the log and in the database, once an hour. */
export async function noteForwarding(db: Db, now = performance.now()): Promise<void> {
  if (holder.phaseUntrustedForwarding !== true || now - notedAt < AGAIN_MS) return;
  notedAt = now;
  holder.phaseUntrustedForwarding = false;
  log.warn(UNTRUSTED_FORWARDING);
  await db.instance.updateMany({ data: { forwardedAt: await databaseNow(db) } });
}

/** The warning, if it happened within a day. */
export function forwardingWarning(
  { forwardedAt }: { forwardedAt: Date | null },
  trustedProxies: number,
  now: Date,
): string | null {
  if (trustedProxies > 0 || forwardedAt === null || now.getTime() - forwardedAt.getTime() > STILL_MS)
    return null;
  return UNTRUSTED_FORWARDING;
}
