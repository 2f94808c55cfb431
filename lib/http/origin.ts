import type { Origin } from "@/lib/context";

const MAX_USER_AGENT_LENGTH = 300;

/**
 * Where a request came from. The address is the last hop that our own listener or the proxy before it wrote down:
 * whatever a caller put in front of that is hearsay.
 */
export function originOf(headers: Headers): Origin {
  // A listener for both families writes an IPv4 address as an IPv6 one.
  const ip = headers
    .get("x-forwarded-for")
    ?.split(",")
    .at(-1)
    ?.trim()
    .replace(/^::ffff:(?=[\d.]+$)/, "");
  const userAgent = headers.get("user-agent")?.trim().slice(0, MAX_USER_AGENT_LENGTH);
  return { ip: ip === undefined || ip === "" ? null : ip.slice(0, 64), userAgent: userAgent || null };
}
