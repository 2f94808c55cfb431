/** One HTTP POST to an address that somebody typed: no redirects, no proxy, no way into our own network. */
import { lookup as resolve, type LookupAddress } from "node:dns";
import { request as httpRequest } from "node:http";
import { request as httpsRequest } from "node:https";
import { isIP, type LookupFunction } from "node:net";
import { isPublicAddress } from "./public-address";

const TIMEOUT_MS = 10_000;

/** Why there was no answer, in words that may be shown. */
export class PostError extends Error {
  override readonly name = "PostError";
}

const PRIVATE_TARGET =
  "The address leads into a private network. Set PHASE_WEBHOOK_ALLOW_PRIVATE=true where that is wanted.";

type PostOptions = { allowPrivate: boolean; timeoutMs?: number };

/** The answer's status; its body is not read. Throws PostError. */
export async function post(
  url: URL,
  headers: Record<string, string>,
  body: string,
  { allowPrivate, timeoutMs = TIMEOUT_MS }: PostOptions,
): Promise<number> {
  const host = url.hostname.replace(/^\[|\]$/g, "");
  // An address in place of a name is never looked up.
  if (!allowPrivate && isIP(host) !== 0 && !isPublicAddress(host)) throw new PostError(PRIVATE_TARGET);
  const deadline = AbortSignal.timeout(timeoutMs);
  const options = {
    method: "POST",
    headers: { ...headers, "content-length": Buffer.byteLength(body) },
    // A connection of its own: one that is kept open was looked up for somebody else.
    agent: false as const,
    signal: deadline,
    ...(allowPrivate ? {} : { lookup: publicLookup }),
  };
  return await new Promise<number>((done, fail) => {
    const send = url.protocol === "https:" ? httpsRequest : httpRequest;
    const request = send(url, options, (response) => {
      done(response.statusCode ?? 0);
      response.destroy();
    });
    request.on("error", (error) =>
      fail(new PostError(deadline.aborted ? `No answer within ${timeoutMs / 1000} s.` : wordsFor(error))),
    );
    request.end(body);
  });
}

/** Resolves as the system does, and refuses a name of which any address is not public: what is checked is what is used. */
const publicLookup: LookupFunction = (hostname, options, callback) => {
  resolve(hostname, { ...options, all: true }, (error, addresses: LookupAddress[] = []) => {
    if (error !== null) return callback(error, "");
    const [first] = addresses;
    if (first === undefined || !addresses.every(({ address }) => isPublicAddress(address))) {
      return callback(new PostError(PRIVATE_TARGET), "");
    }
    if (options.all === true) callback(null, addresses);
    else callback(null, first.address, first.family);
  });
};

function wordsFor(error: Error & { code?: string }): string {
  if (error instanceof PostError) return error.message;
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
