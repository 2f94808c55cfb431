/** Whether a request is meant for this installation: by another name a page elsewhere could lead a browser here. */
import { v7 as uuidv7 } from "uuid";
import { DomainError } from "@/lib/errors";
import { isLoopback } from "@/lib/formats/ip-address";
import { refusal } from "./refusal";

/** What machines ask by whatever address they have. */
const BY_ANY_NAME = ["/healthz", "/readyz", "/metrics"];

/** A name or address, and a port. */
const HOST = /^(?:[\w.-]+|\[[\da-f:.]+\])(?::\d+)?$/i;

/** Over https the name is known: the one that people open. Programs on this machine may use its own. */
export function isKnownHost(host: string | null, pathname: string, nextAuthUrl: URL): boolean {
  if (nextAuthUrl.protocol !== "https:" || BY_ANY_NAME.includes(pathname)) return true;
  // What a URL would take for more than a host is none: a login, a path.
  const given = host === null || !HOST.test(host) ? null : URL.parse(`https://${host}`);
  return given !== null && (given.host === nextAuthUrl.host || isLoopback(given.hostname));
}

/** The answer to a request that is meant for somebody else; else null. */
export function refuseHost(host: string | null, pathname: string, nextAuthUrl: URL): Response | null {
  if (isKnownHost(host, pathname, nextAuthUrl)) return null;
  return refusal(new DomainError("misdirected", `Phase is opened at ${nextAuthUrl.origin}.`), uuidv7());
}
