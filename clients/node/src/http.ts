/** Requests to Phase over node:http, whose sockets don't keep an otherwise finished program running. */
import { type IncomingMessage, request as requestHttp } from "node:http";
import { request as requestHttps } from "node:https";

const LONGEST_ANSWER_MS = 10_000;
/** Far more than an environment's values. */
const MOST_CHARACTERS = 64 * 1_048_576;

/** "away": Phase couldn't be reached or couldn't respond now. "no": Phase refuses. */
export class PhaseError extends Error {
  override readonly name = "PhaseError";
  constructor(
    message: string,
    readonly kind: "away" | "no" | "other",
    readonly status: number | null = null,
  ) {
    super(message);
  }
}

export type Server = { host: string; token: string };

/**
 * The server's URL in the form of `phase run`. @throws PhaseError if it isn't a URL, or if the token would be
 * sent unencrypted
 */
export function serverAddress(host: string, insecure: boolean): string {
  const url = URL.canParse(host) ? new URL(host) : null;
  if (
    url === null ||
    !["http:", "https:"].includes(url.protocol) ||
    url.username + url.password + url.search + url.hash !== ""
  )
    throw new PhaseError("`host` must be the server's URL, such as https://phase.example.com.", "other");
  const isLoopback = /^(localhost|.+\.localhost|127(\.\d+){3}|\[::1\])$/.test(url.hostname);
  if (url.protocol === "http:" && !isLoopback && !insecure)
    throw new PhaseError(
      `${url.origin} is plain http, so others on the network could read the service token and every value. Use https, or pass \`insecure\`.`,
      "other",
    );
  return `${url.origin}${url.pathname}`.replace(/\/+$/, "");
}

/** Opens a response. The caller reads its body. */
export function open(
  { host, token }: Server,
  path: string,
  headers: Record<string, string>,
  /** Null for a stream, which may last, and doesn't keep the program running. */
  longestMs: number | null,
): Promise<IncomingMessage> {
  return new Promise((resolve, reject) => {
    const url = new URL(`${host}/api/v1${path}`);
    const send = url.protocol === "https:" ? requestHttps : requestHttp;
    const request = send(url, {
      headers: { authorization: `Bearer ${token}`, "user-agent": "phase-node", ...headers },
      timeout: LONGEST_ANSWER_MS,
      agent: false,
      ...(longestMs === null ? {} : { signal: AbortSignal.timeout(longestMs) }),
    });
    request.on("socket", (socket) => {
      if (longestMs === null) socket.unref();
    });
    request.on("timeout", () => request.destroy(new Error("no response in time")));
    request.on("error", (error) =>
      reject(new PhaseError(`Phase at ${host} can't be reached: ${error.message}`, "away")),
    );
    request.on("response", resolve);
    request.end();
  });
}

export type Answer = { status: number; headers: IncomingMessage["headers"]; json: unknown };

/** A whole response: 200 or 304. @throws PhaseError */
export async function ask(
  server: Server,
  path: string,
  headers: Record<string, string> = {},
): Promise<Answer> {
  const response = await open(server, path, { accept: "application/json", ...headers }, LONGEST_ANSWER_MS);
  const { statusCode: status = 0 } = response;
  let text = "";
  try {
    response.setEncoding("utf8");
    for await (const part of response) {
      text += String(part);
      if (text.length > MOST_CHARACTERS) throw new Error("it is too large");
    }
  } catch (error) {
    throw new PhaseError(`The response from ${server.host} broke off: ${String(error)}`, "away");
  }
  if (status === 304) return { status, headers: response.headers, json: null };
  const json = parse(text);
  if (status === 200 && json !== undefined) return { status, headers: response.headers, json };
  throw refusal(server, status, json);
}

function refusal({ host }: Server, status: number, json: unknown): PhaseError {
  const { error } = (typeof json === "object" && json !== null ? json : {}) as {
    error?: { message?: unknown };
  };
  // A page from a proxy or another program.
  if (typeof error?.message !== "string")
    return new PhaseError(`The response ${status} from ${host} is not from Phase.`, "away", status);
  const kind = [401, 403, 404].includes(status) ? "no" : status >= 500 || status === 429 ? "away" : "other";
  return new PhaseError(`Phase returned ${status}: ${error.message}`, kind, status);
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}
