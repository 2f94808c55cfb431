import type { Origin } from "./context";
import { parseIp } from "@/lib/formats/ip-address";
import { printable } from "@/lib/formats/printable";

const MAX_USER_AGENT_LENGTH = 300;

/** Where a request came from. The web process is started so that the header holds one address, which can be trusted. */
export function originOf(headers: Headers): Origin {
  const ip = parseIp(headers.get("x-forwarded-for")?.split(",").at(-1) ?? "");
  // Whoever fails to sign in chooses it, too: in an export of the audit log it begins no line and steers no terminal.
  const userAgent = printable(headers.get("user-agent")?.trim() ?? "", MAX_USER_AGENT_LENGTH);
  return { ip, userAgent: userAgent || null };
}
