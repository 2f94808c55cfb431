import { deferred } from "./deferred";

export type ServerSentEvent = { id: string | null; event: string };

/** At most, an event names the keys of an environment. */
const MOST_LETTERS = 4 * 1024 * 1024;

export type Patience = {
  /** Longest wait for the first byte. A proxy that buffers the stream sends none. */
  firstMs: number;
  /** Longest wait between two bytes. */
  nextMs: number;
  /** Called for every byte, including comments. */
  onLife?: () => void;
};

/**
 * The events of a text/event-stream body. Comments only show that it is alive. @throws Error after too long a
 * silence, or when the connection breaks.
 */
export async function* readEvents(
  body: ReadableStream<Uint8Array>,
  { firstMs, nextMs, onLife }: Patience,
): AsyncGenerator<ServerSentEvent> {
  const reader = body.getReader();
  const decoder = new TextDecoder();
  let rest = "";
  let lines: string[] = [];
  let heldLetters = 0;
  try {
    for (let longestMs = firstMs; ; longestMs = nextMs) {
      const { done, value } = await readOrGiveUp(reader, longestMs);
      if (done) return;
      onLife?.();
      const parts = (rest + decoder.decode(value, { stream: true })).split(/\r?\n/);
      rest = parts.pop() ?? "";
      heldLetters += value.length;
      if (heldLetters > MOST_LETTERS) throw new Error("An event of the stream doesn't end.");
      for (const line of parts) {
        if (line !== "") {
          lines.push(line);
          continue;
        }
        const event = parseEvent(lines);
        lines = [];
        heldLetters = rest.length;
        if (event !== null) yield event;
      }
    }
  } finally {
    await reader.cancel().catch(() => {});
  }
}

async function readOrGiveUp(reader: ReadableStreamDefaultReader<Uint8Array>, longestMs: number) {
  const { promise: silence, reject } = deferred<never>();
  const timer = setTimeout(() => reject(new Error("The stream fell silent.")), longestMs);
  try {
    return await Promise.race([reader.read(), silence]);
  } finally {
    clearTimeout(timer);
  }
}

function parseEvent(lines: string[]): ServerSentEvent | null {
  const fields = new Map<string, string>();
  for (const line of lines) {
    const [, name = "", value = ""] = /^([^:]+)(?:: ?(.*))?$/.exec(line) ?? [];
    if (name !== "") fields.set(name, value);
  }
  if (!fields.has("data")) return null;
  return { id: fields.get("id") ?? null, event: fields.get("event") ?? "message" };
}
