/**
 * Whether a request is meant for this installation. Under another name, a foreign page could lead a browser
 * to this server.
 */
import { v7 as uuidv7 } from "uuid";
import { DomainError } from "@/lib/errors";
import { isLoopback } from "@/lib/formats/ip-address";
import { refusal } from "./refusal";

/** Paths that machines request under any address. */
const BY_ANY_NAME = ["/healthz", "/readyz", "/metrics"];

/** A name or IP address, and a port. */
const HOST = /^(?:[\w.-]+|\[[\da-f:.]+\])(?::\d+)?$/i;

/** Over https the name is known: the one that people open. Programs on this machine may use its own names. */
export function isKnownHost(host: string | null, pathname: string, nextAuthUrl: URL): boolean {
  if (nextAuthUrl.protocol !== "https:" || BY_ANY_NAME.includes(pathname)) return true;
  // Rejects text that a URL would read as more than a host, such as a login or a path.
  const given = host === null || !HOST.test(host) ? null : URL.parse(`https://${host}`);
  return given !== null && (given.host === nextAuthUrl.host || isLoopback(given.hostname));
}

/** The response to a request that is meant for another host. Otherwise null. */
export function refuseHost(host: string | null, pathname: string, nextAuthUrl: URL): Response | null {
  if (isKnownHost(host, pathname, nextAuthUrl)) return null;
  return refusal(
    new DomainError("misdirected", `Wrong host. Phase's URL is ${nextAuthUrl.origin}.`),
    uuidv7(),
  );
}
