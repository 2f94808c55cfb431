/**
 * Whether a request left this machine. Node's fetch tells it on the diagnostics channels of its HTTP client (undici,
 * its page DiagnosticsChannel): a request is created, and later its headers go out on a connection. Failures
 * before that (name, connection, TLS, a proxy that refuses the tunnel) have too many codes to list.
 */
import { AsyncLocalStorage } from "node:async_hooks";
import { subscribe } from "node:diagnostics_channel";

type Sending = { isCreated: boolean; isSent: boolean; connectError: unknown };

const current = new AsyncLocalStorage<Sending>();
const sendings = new WeakMap<object, Sending>();

subscribe("undici:request:create", (message) => {
  const request = requestIn(message);
  const sending = current.getStore();
  // A tunnel through a proxy is a request of its own.
  if (request === null || sending === undefined || request.method === "CONNECT") return;
  sending.isCreated = true;
  sendings.set(request, sending);
});

subscribe("undici:client:sendHeaders", (message) => {
  const request = requestIn(message);
  const sending = request === null ? undefined : sendings.get(request);
  if (sending !== undefined) sending.isSent = true;
});

// What fetch itself throws names no reason where a proxy refuses the tunnel.
subscribe("undici:client:connectError", (message) => {
  const sending = current.getStore();
  if (sending === undefined || typeof message !== "object" || message === null) return;
  if ("error" in message) sending.connectError = message.error;
});

function requestIn(message: unknown): { method?: unknown } | null {
  if (typeof message !== "object" || message === null || !("request" in message)) return null;
  return typeof message.request === "object" ? message.request : null;
}

/** A request of which not a byte left this machine. Its message says nothing of time: the SDK would take it for a time-out. */
export class NotSent extends Error {
  override readonly name = "NotSent";
  constructor(readonly reason: unknown) {
    super("No connection.");
  }
}

/** Makes the one request of `send`. Throws NotSent where nothing left this machine for certain, else what `send` throws. */
export async function trackSending<Result>(send: () => Promise<Result>): Promise<Result> {
  const sending: Sending = { isCreated: false, isSent: false, connectError: undefined };
  try {
    return await current.run(sending, send);
  } catch (error) {
    if (sending.isCreated && !sending.isSent) throw new NotSent(sending.connectError ?? error);
    throw error;
  }
}
