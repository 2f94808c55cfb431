import type { Origin } from "@/lib/context";

const MAX_USER_AGENT_LENGTH = 300;

/** Where a request came from. The web process is started so that the header holds one address, which can be trusted. */
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
