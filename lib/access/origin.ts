import type { Origin } from "./context";
import { parseIp } from "@/lib/formats/ip-address";

const MAX_USER_AGENT_LENGTH = 300;

/** Where a request came from. The web process is started so that the header holds one address, which can be trusted. */
export function originOf(headers: Headers): Origin {
  const ip = parseIp(headers.get("x-forwarded-for")?.split(",").at(-1) ?? "");
  const userAgent = headers.get("user-agent")?.trim().slice(0, MAX_USER_AGENT_LENGTH);
  return { ip, userAgent: userAgent || null };
}
