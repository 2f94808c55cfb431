/**
 * Whether a request left this machine. Node's fetch reports it on the diagnostics channels of its HTTP client
 * (undici, see its page DiagnosticsChannel): a request is created, and later its headers are sent on a
 * connection. Failures before that (name, connection, TLS, a proxy that refuses the tunnel) have too many
 * codes to list.
 */
import { AsyncLocalStorage } from "node:async_hooks";
import { subscribe } from "node:diagnostics_channel";

type Sending = { isCreated: boolean; isSent: boolean; connectError: unknown };

const current = new AsyncLocalStorage<Sending>();
const sendings = new WeakMap<object, Sending>();

subscribe("undici:request:create", (message) => {
  const request = requestIn(message);
  const sending = current.getStore();
  // A tunnel through a proxy counts as a separate request.
  if (request === null || sending === undefined || request.method === "CONNECT") return;
  sending.isCreated = true;
  sendings.set(request, sending);
});

subscribe("undici:client:sendHeaders", (message) => {
  const request = requestIn(message);
  const sending = request === null ? undefined : sendings.get(request);
  if (sending !== undefined) sending.isSent = true;
});

// fetch's own error names no reason if a proxy refuses the tunnel.
subscribe("undici:client:connectError", (message) => {
  const sending = current.getStore();
  if (sending === undefined || typeof message !== "object" || message === null) return;
  if ("error" in message) sending.connectError = message.error;
});

function requestIn(message: unknown): { method?: unknown } | null {
  if (typeof message !== "object" || message === null || !("request" in message)) return null;
  return typeof message.request === "object" ? message.request : null;
}

/**
 * No byte of the request left this machine. The message doesn't mention time, because the SDK would take it
 * for a timeout.
 */
export class NotSent extends Error {
  override readonly name = "NotSent";
  constructor(readonly reason: unknown) {
    super("No connection.");
  }
}

/**
 * Makes the single request of `send`. Throws NotSent if nothing left this machine for certain, otherwise what
 * `send` throws.
 */
export async function trackSending<Result>(send: () => Promise<Result>): Promise<Result> {
  const sending: Sending = { isCreated: false, isSent: false, connectError: undefined };
  try {
    return await current.run(sending, send);
  } catch (error) {
    if (sending.isCreated && !sending.isSent) throw new NotSent(sending.connectError ?? error);
    throw error;
  }
}
