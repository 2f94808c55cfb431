/** The one way the CLI talks to the server: every failure becomes a sentence that says what to do. */
import { setTimeout as delay } from "node:timers/promises";
import type * as z from "zod";
import { errorSchema } from "@/lib/api/common";
import type { Connection } from "./connection";
import { CliError } from "./exit";
import { type Io, note } from "./io";
import { leaveThroughProxy } from "./leave-through-proxy";

const TIMEOUT_MS = 30_000;
const MOST_TRIES = 5;
const LONGEST_WAIT_SECONDS = 60;

/** `status` 0: the server was not reached. */
export class ServerError extends CliError {
  override readonly name = "ServerError";
  constructor(
    message: string,
    readonly status: number,
  ) {
    super(message);
  }
}

export type RequestOptions = {
  method?: "GET" | "POST";
  body?: unknown;
  headers?: Record<string, string>;
  signal?: AbortSignal | undefined;
  /** No time limit for the whole answer: it is a stream. */
  endless?: boolean;
};

export type Client = {
  /** Any answer below 300, and 304. */
  send(path: string, options?: RequestOptions): Promise<Response>;
  /** The JSON of an answer as `schema` makes it. */
  read<Schema extends z.ZodType>(schema: Schema, response: Response): Promise<z.output<Schema>>;
  /** `send`, then `read`. */
  request<Schema extends z.ZodType>(
    schema: Schema,
    path: string,
    options?: RequestOptions,
  ): Promise<z.output<Schema>>;
};

/** Waits where the server asks for it (429), and says so. */
export function createClient(connection: Connection, io: Io): Client {
  leaveThroughProxy(io, connection.host);
  async function send(path: string, options: RequestOptions = {}): Promise<Response> {
    for (let attempt = 1; ; attempt++) {
      const response = await sendOnce(connection, path, options);
      if (response.ok || response.status === 304) return response;
      if (response.status !== 429 || attempt === MOST_TRIES) throw await refusal(connection, response);
      await response.body?.cancel();
      const seconds = retryAfterSeconds(response);
      note(io, `the server is busy; retrying in ${Math.ceil(seconds)} s.`);
      await delay(seconds * 1000, undefined, options.signal ? { signal: options.signal } : {});
    }
  }

  async function read<Schema extends z.ZodType>(
    schema: Schema,
    response: Response,
  ): Promise<z.output<Schema>> {
    const parsed = schema.safeParse(await readJson(response));
    if (parsed.success) return parsed.data;
    const message = `${connection.host} didn't return a Phase API response. Check PHASE_HOST and the server's version.`;
    throw new ServerError(message, response.status);
  }

  return {
    send,
    read,
    request: async (schema, path, options) => await read(schema, await send(path, options)),
  };
}

async function sendOnce(connection: Connection, path: string, options: RequestOptions): Promise<Response> {
  const { method = "GET", body, headers = {}, signal, endless = false } = options;
  const signals = [...(signal ? [signal] : []), ...(endless ? [] : [AbortSignal.timeout(TIMEOUT_MS)])];
  try {
    return await fetch(`${connection.host}/api/v1${path}`, {
      method,
      headers: {
        authorization: `Bearer ${connection.token}`,
        "user-agent": "phase-cli",
        ...(body === undefined ? {} : { "content-type": "application/json" }),
        ...headers,
      },
      body: body === undefined ? null : JSON.stringify(body),
      redirect: "manual",
      signal: AbortSignal.any(signals),
    });
  } catch (error) {
    if (signal?.aborted) throw error;
    throw new ServerError(`Nothing answers at ${connection.host} (${reason(error)}). ${WHERE_TO_LOOK}`, 0);
  }
}

const WHERE_TO_LOOK = "Is Phase running there? PHASE_HOST or --host names another address.";

function reason(error: unknown): string {
  if (error instanceof DOMException && error.name === "TimeoutError") return "no answer in time";
  const cause = error instanceof Error ? error.cause : undefined;
  const code = cause instanceof Error && "code" in cause ? String(cause.code) : "";
  if (code === "ECONNREFUSED") return "connection refused";
  if (code === "ENOTFOUND" || code === "EAI_AGAIN") return "unknown host";
  return code || "network error";
}

async function readJson(response: Response): Promise<unknown> {
  try {
    return await response.json();
  } catch {
    return undefined;
  }
}

async function refusal(connection: Connection, response: Response): Promise<ServerError> {
  const { status } = response;
  const parsed = errorSchema.safeParse(await readJson(response));
  if (!parsed.success) return new ServerError(foreignAnswer(connection, response), status);
  const said = parsed.data.error;
  const issues = said.issues?.map(({ path, message }) => `\n  ${path}: ${message}`).join("") ?? "";
  const message = `${said.message}${issues}`;
  return new ServerError(`${message}${advice(response, said.requestId)}`, status);
}

function advice({ status }: Response, requestId: string): string {
  if (status === 401) return " The service token was refused: check PHASE_SERVICE_TOKEN (or --token-file).";
  if (status === 403) return " The service token doesn't allow this. Check its scopes and environments.";
  return status >= 500 ? ` (request ${requestId})` : "";
}

/** A page of a proxy or of another program: it says nothing about token, scopes or secrets. */
function foreignAnswer({ host }: Connection, { status, headers }: Response): string {
  if (status >= 300 && status < 400) {
    return `The server answered ${status}. ${host} redirects to ${headers.get("location") ?? "another URL"}. Set PHASE_HOST to that URL.`;
  }
  return `The answer ${status} from ${host} is not Phase's: a proxy, a login page or another program sent it. Check PHASE_HOST and what lies between, then try again.`;
}

function retryAfterSeconds(response: Response): number {
  const text = response.headers.get("retry-after") ?? "";
  const seconds = /^\d+$/.test(text) ? Number(text) : (Date.parse(text) - Date.now()) / 1000;
  return Number.isFinite(seconds) ? Math.min(Math.max(seconds, 0), LONGEST_WAIT_SECONDS) : 1;
}
