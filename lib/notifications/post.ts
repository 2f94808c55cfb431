/** One HTTP POST to a URL that someone typed: no redirects, and no access to this machine's network. */
import { lookup as resolve, type LookupAddress } from "node:dns";
import { request as httpRequest, type RequestOptions } from "node:http";
import { request as httpsRequest } from "node:https";
import { isIP, type LookupFunction } from "node:net";
import { NO_PROXIES, type Proxies, proxyFor } from "@/lib/settings/proxies";
import { isCloudAddress, isCloudName } from "./cloud-address";
import { isPublicAddress } from "./public-address";
import { ProxyRefusal, throughProxy } from "./through-proxy";

const TIMEOUT_MS = 10_000;

/** Why there was no response, in words that may be shown. */
export class PostError extends Error {
  override readonly name = "PostError";
}

const PRIVATE_TARGET =
  "The URL leads to a private network. To allow this, set PHASE_WEBHOOK_ALLOW_PRIVATE=true.";

const CLOUD_TARGET = "The URL is that of a cloud's metadata service, which holds machine credentials.";

type PostOptions = {
  allowPrivate: boolean;
  timeoutMs?: number;
  proxies?: Proxies | undefined;
  /** Like the system's own name resolution. */
  lookup?: typeof resolve;
};

/** The response's status. The body isn't read. Throws PostError. */
export async function post(
  url: URL,
  headers: Record<string, string>,
  body: string,
  { allowPrivate, timeoutMs = TIMEOUT_MS, proxies = NO_PROXIES, lookup = resolve }: PostOptions,
): Promise<number> {
  const host = url.hostname.replace(/^\[|\]$/g, "");
  // An IP address instead of a name is never looked up.
  if (isIP(host) !== 0) refuseTarget(host, allowPrivate);
  if (isCloudName(host)) throw new PostError(CLOUD_TARGET);
  const deadline = AbortSignal.timeout(timeoutMs);
  const options = {
    method: "POST",
    headers: { ...headers, "content-length": Buffer.byteLength(body) },
    // A new connection, because a kept one was looked up for someone else.
    agent: false,
    signal: deadline,
    lookup: checkedLookup(lookup, allowPrivate),
  } satisfies RequestOptions;
  try {
    const proxy = proxyFor(url, proxies);
    if (proxy === null) return await send(url, options, body);
    // The proxy is asked for the address that was checked. It would resolve a name again, in its own network.
    const address = isIP(host) !== 0 ? host : await targetOf(host, lookup, allowPrivate);
    return await send(url, await throughProxy(proxy, url, address, options), body);
  } catch (error) {
    if (!(error instanceof Error)) throw error;
    throw new PostError(deadline.aborted ? `No response within ${timeoutMs / 1000} s.` : wordsFor(error));
  }
}

async function send(url: URL, options: RequestOptions, body: string): Promise<number> {
  return await new Promise<number>((done, fail) => {
    const request = (url.protocol === "https:" ? httpsRequest : httpRequest)(url, options, (response) => {
      done(response.statusCode ?? 0);
      response.destroy();
    });
    request.on("error", fail);
    request.end(body);
  });
}

/** Throws PostError. */
function refuseTarget(address: string, allowPrivate: boolean): void {
  if (isCloudAddress(address)) throw new PostError(CLOUD_TARGET);
  if (!allowPrivate && !isPublicAddress(address)) throw new PostError(PRIVATE_TARGET);
}

/**
 * Resolves like the system, and refuses a name if any of its addresses isn't allowed. The checked addresses
 * are the ones used.
 */
function checkedLookup(lookup: typeof resolve, allowPrivate: boolean): LookupFunction {
  return (hostname, options, callback) => {
    lookup(hostname, { ...options, all: true }, (error, addresses: LookupAddress[]) => {
      if (error !== null) return callback(error, "");
      const [first] = addresses;
      if (first === undefined) return callback(new PostError(PRIVATE_TARGET), "");
      try {
        for (const { address } of addresses) refuseTarget(address, allowPrivate);
      } catch (refused) {
        return callback(refused as PostError, "");
      }
      if (options.all === true) callback(null, addresses);
      else callback(null, first.address, first.family);
    });
  };
}

/** Where private addresses are allowed, a name may be one that the proxy alone can resolve. */
async function targetOf(hostname: string, lookup: typeof resolve, allowPrivate: boolean): Promise<string> {
  try {
    return await checkedAddressOf(hostname, lookup, allowPrivate);
  } catch (error) {
    if (!allowPrivate || error instanceof PostError) throw error;
    return hostname;
  }
}

function checkedAddressOf(hostname: string, lookup: typeof resolve, allowPrivate: boolean): Promise<string> {
  return new Promise((done, fail) => {
    checkedLookup(lookup, allowPrivate)(hostname, {}, (error, address) => {
      if (error !== null) fail(error);
      else if (typeof address === "string") done(address);
      else fail(new Error("The lookup of one address returned several."));
    });
  });
}

function wordsFor(error: Error & { code?: string }): string {
  if (error instanceof PostError || error instanceof ProxyRefusal) return error.message;
  switch (error.code) {
    case "ENOTFOUND":
    case "EAI_AGAIN":
      return `The host name could not be resolved (${error.code}).`;
    case "ECONNREFUSED":
      return "The connection was refused (ECONNREFUSED).";
    case undefined:
      return "The connection failed.";
    default:
      return `The connection failed (${error.code}).`;
  }
}
