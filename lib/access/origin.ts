import type { Origin } from "./context";
import { parseIp } from "@/lib/formats/ip-address";
import { printable } from "@/lib/formats/printable";

const MAX_USER_AGENT_LENGTH = 300;

/** The source of a request. The web process is started so that the header holds exactly one trustworthy address. */
export function originOf(headers: Headers): Origin {
  const ip = parseIp(headers.get("x-forwarded-for")?.split(",").at(-1) ?? "");
  // Callers who fail to sign in choose this text too, so in an audit export it must not start a line or steer
  // a terminal.
  const userAgent = printable(headers.get("user-agent")?.trim() ?? "", MAX_USER_AGENT_LENGTH);
  return { ip, userAgent: userAgent || null };
}
