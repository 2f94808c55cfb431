/** The CLI's only way to the server. Every failure becomes a sentence with the fix. */
import { setTimeout as delay } from "node:timers/promises";
import { CliError } from "./exit";
import { type Io, note } from "./io";
import { leaveThroughProxy } from "./leave-through-proxy";
import { list, object, optional, type Shape, text as string, tryShape } from "./shape";
import { type Reply, transfer } from "./transport";

const issue = object({ path: string, message: string });
const errorAnswer = object({
  error: object({
    code: optional(string, ""),
    message: string,
    requestId: string,
    issues: optional(list(issue), []),
  }),
});

const TIMEOUT_MS = 30_000;
const MOST_TRIES = 5;
const LONGEST_WAIT_SECONDS = 60;
const FIRST_PAUSE_SECONDS = 0.25;
const LONGEST_PAUSE_SECONDS = 5;
/** The minimum for the last attempt, however little time is left. */
const SHORTEST_MS = 1_000;

/** "away": Phase couldn't be reached or couldn't respond now. "no": Phase refuses this token. */
export type FailureKind = "away" | "no" | "other";

export class ServerError extends CliError {
  override readonly name = "ServerError";
  constructor(
    message: string,
    readonly kind: FailureKind,
    /** When the server asks to be called again. */
    readonly retryAfterSeconds: number | null = null,
    /** The API's code. Empty if Phase didn't answer. */
    readonly code = "",
  ) {
    super(message);
  }
}

/** Phase responds, and asks to wait (429). */
class BusyError extends ServerError {
  constructor(
    message: string,
    override readonly retryAfterSeconds: number,
  ) {
    super(message, "away", retryAfterSeconds);
  }
}

export type RequestOptions = {
  method?: "GET" | "POST" | "PATCH" | "DELETE";
  body?: unknown;
  headers?: Record<string, string>;
  signal?: AbortSignal | undefined;
  /** No time limit for the whole response, because it is a stream. */
  endless?: boolean;
};

export type Client = {
  /** Any response below 300, and 304. */
  send(path: string, options?: RequestOptions): Promise<Reply>;
  /** The JSON of a response, read as its shape. */
  read<Value>(shape: Shape<Value>, response: Reply): Value;
  /** `send`, then `read`. */
  request<Value>(shape: Shape<Value>, path: string, options?: RequestOptions): Promise<Value>;
};

export type Patience = {
  /** For how long reads are retried while Phase is away, from the first request. */
  waitForSeconds?: number;
};

/** `token` is null if the call only checks whether a server responds. */
type Caller = { host: string; token: string | null };

/** Waits if the server asks for it, and says so. */
export function createClient(connection: Caller, io: Io, { waitForSeconds = 0 }: Patience = {}): Client {
  leaveThroughProxy(io, connection.host);
  let giveUpAt: number | undefined;
  let hasTold = false;

  /** How long to wait before another attempt; null when it is over. */
  function pauseAfter(error: ServerError, attempt: number, options: RequestOptions): number | null {
    const { kind, retryAfterSeconds } = error;
    const { method = "GET", endless = false } = options;
    if (error instanceof BusyError && attempt < MOST_TRIES) {
      note(io, `The server is busy; retrying in ${Math.ceil(error.retryAfterSeconds)} s.`);
      return error.retryAfterSeconds;
    }
    if (kind !== "away" || method !== "GET" || endless || giveUpAt === undefined) return null;
    const growing = Math.min(FIRST_PAUSE_SECONDS * 2 ** (attempt - 1), LONGEST_PAUSE_SECONDS);
    const seconds = retryAfterSeconds ?? growing * (0.67 + Math.random() * 0.66);
    if (performance.now() + seconds * 1000 >= giveUpAt) return null;
    if (!hasTold) note(io, `${error.message} Retrying for up to ${waitForSeconds} s.`);
    hasTold = true;
    return seconds;
  }

  async function send(path: string, options: RequestOptions = {}): Promise<Reply> {
    const { signal } = options;
    giveUpAt ??= waitForSeconds > 0 ? performance.now() + waitForSeconds * 1000 : undefined;
    for (let attempt = 1; ; attempt++) {
      const leftMs = giveUpAt === undefined ? TIMEOUT_MS : giveUpAt - performance.now();
      try {
        return await sendOnce(connection, path, options, Math.min(TIMEOUT_MS, Math.max(leftMs, SHORTEST_MS)));
      } catch (error) {
        const seconds = error instanceof ServerError ? pauseAfter(error, attempt, options) : null;
        if (seconds === null) throw error;
        await delay(seconds * 1000, undefined, signal ? { signal } : {});
      }
    }
  }

  function read<Value>(shape: Shape<Value>, response: Reply): Value {
    const parsed = tryShape(shape, parse(response));
    if (parsed !== undefined) return parsed;
    const message = `${connection.host} didn't return a Phase API response. Check PHASE_HOST and the server's version.`;
    throw new ServerError(message, "away");
  }

  return {
    send,
    read,
    request: async (shape, path, options) => read(shape, await send(path, options)),
  };
}

/** One attempt: a response below 300, or 304, with its whole body unless it is a stream. @throws ServerError */
async function sendOnce(
  connection: Caller,
  path: string,
  options: RequestOptions,
  limitMs: number,
): Promise<Reply> {
  const { method = "GET", body, headers = {}, signal, endless = false } = options;
  const limit = endless ? undefined : AbortSignal.timeout(Math.ceil(limitMs));
  let reply: Reply;
  try {
    reply = await transfer({
      url: new URL(`${connection.host}/api/v1${path}`),
      method,
      headers: {
        ...(connection.token === null ? {} : { authorization: `Bearer ${connection.token}` }),
        "user-agent": "phase-cli",
        ...(body === undefined ? {} : { "content-type": "application/json" }),
        ...headers,
      },
      body: body === undefined ? null : JSON.stringify(body),
      signal: AbortSignal.any([signal, limit].filter((one) => one !== undefined)),
      isEndless: endless,
    });
  } catch (error) {
    if (signal?.aborted) throw error;
    const why = limit?.aborted ? "no response in time" : reason(error);
    throw new ServerError(`Nothing answers at ${connection.host} (${why}). ${WHERE_TO_LOOK}`, "away");
  }
  if ((reply.status >= 200 && reply.status < 300) || reply.status === 304) return reply;
  throw refusal(connection, reply);
}

const WHERE_TO_LOOK = "Is Phase running there? To use another server, set PHASE_HOST or --host.";

function reason(error: unknown): string {
  const code = error instanceof Error && "code" in error ? String(error.code) : "";
  if (code === "ECONNREFUSED") return "connection refused";
  if (code === "EMSGSIZE") return "the response is too large";
  if (code === "ENOTFOUND" || code === "EAI_AGAIN") return "unknown host";
  return code || "network error";
}

function parse({ text }: Reply): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function refusal(connection: Caller, response: Reply): ServerError {
  const { status } = response;
  const said = tryShape(errorAnswer, parse(response))?.error;
  if (said === undefined) return new ServerError(foreignAnswer(connection, response), "away");
  const issues = said.issues.map(({ path, message }) => `\n  ${path}: ${message}`).join("");
  const message = `${said.message}${issues}${advice(connection, response, said.requestId)}`;
  if (status === 429) return new BusyError(message, retryAfterSeconds(response) ?? 1);
  const kind = [401, 403, 404].includes(status) ? "no" : status >= 500 ? "away" : "other";
  return new ServerError(message, kind, retryAfterSeconds(response), said.code);
}

function advice({ host }: Caller, { status }: Reply, requestId: string): string {
  if (status === 401)
    return " The server refused the service token. `phase config` shows where it comes from.";
  if (status === 403) return " The service token doesn't allow this. Check its scopes and environments.";
  if (status === 404) return pathAdvice(host);
  return status >= 500 ? ` (request ${requestId})` : "";
}

/** A page of a proxy or other program, which says nothing about token, scopes or secrets. */
function foreignAnswer({ host }: Caller, { status, header }: Reply): string {
  if (status >= 300 && status < 400) {
    return `The server answered ${status}. ${host} redirects to ${header("location") ?? "another URL"}. Set PHASE_HOST to that URL.`;
  }
  return `The response ${status} from ${host} is not from Phase. A proxy, login page or other program sent it. Check PHASE_HOST and the network in between, then try again.${pathAdvice(host)}`;
}

/** A copied URL of a page or of the API has more than the server's URL. */
function pathAdvice(host: string): string {
  const { origin, pathname } = new URL(host);
  return pathname === "/"
    ? ""
    : ` The server's URL has the path ${pathname}. Unless a proxy serves Phase there, use ${origin}.`;
}

function retryAfterSeconds(response: Reply): number | null {
  const text = response.header("retry-after") ?? "";
  const seconds = /^\d+$/.test(text) ? Number(text) : (Date.parse(text) - Date.now()) / 1000;
  return Number.isFinite(seconds) ? Math.min(Math.max(seconds, 0), LONGEST_WAIT_SECONDS) : null;
}
