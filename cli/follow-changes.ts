import { Readable } from "node:stream";
import { setTimeout as delay } from "node:timers/promises";
import type { Client } from "./http";
import { readEvents } from "./sse";

// The server sends something immediately, and a comment every 15 s.
const PATIENCE = { firstMs: 5_000, nextMs: 45_000 };

export type FollowOptions = {
  client: Client;
  environmentId: string;
  /** Between two polls while there is no stream, spread by a third either way. */
  pollMs: number;
  signal: AbortSignal;
  /** Called whenever the environment may have changed. Must not throw. */
  onMaybeChanged: () => Promise<void>;
};

/**
 * Listens to the environment's change stream until the signal. Polls every few seconds while the stream is
 * unavailable. Never throws; unreachable servers are retried.
 */
export async function followChanges(options: FollowOptions): Promise<void> {
  const { pollMs, signal, onMaybeChanged } = options;
  let lastEventId: string | null = null;
  while (!signal.aborted) {
    const began = performance.now();
    const { id, heard } = await listen(options, lastEventId);
    lastEventId = id;
    // The server ends each stream after a while. The next one reports what was missed, so there is no pause
    // without a listener.
    if (heard && performance.now() - began > pollMs) continue;
    if (await pause(spread(pollMs), signal)) await onMaybeChanged();
  }
}

/** Resolves when the stream ends or fails: the last event's ID, and whether anything arrived. */
async function listen(
  { client, environmentId, signal, onMaybeChanged }: FollowOptions,
  lastEventId: string | null,
): Promise<{ id: string | null; heard: boolean }> {
  let id = lastEventId;
  let heard = false;
  const path = `/environments/${encodeURIComponent(environmentId)}/secrets/stream`;
  const headers = { accept: "text/event-stream", ...(id === null ? {} : { "last-event-id": id }) };
  try {
    const { stream } = await client.send(path, { headers, signal, endless: true });
    if (stream === null) return { id, heard };
    // The same class, which the types of Node and the DOM declare separately.
    const body = Readable.toWeb(stream) as unknown as ReadableStream<Uint8Array>;
    const onLife = () => (heard = true);
    for await (const event of readEvents(body, { ...PATIENCE, onLife })) {
      if (event.event === "change") await onMaybeChanged();
      id = event.id ?? id;
    }
  } catch {
    // Polling continues instead, and reports an unreachable server.
  }
  return { id, heard };
}

export function spread(ms: number): number {
  return ms * (0.67 + Math.random() * 0.66);
}

/** False if the signal cut it short. */
export async function pause(ms: number, signal: AbortSignal): Promise<boolean> {
  try {
    await delay(ms, undefined, { signal });
    return true;
  } catch {
    return false;
  }
}
