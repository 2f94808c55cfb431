import { expect, test, vi } from "vitest";
import { readEvents } from "./sse";

const PATIENT = { firstMs: 10_000, nextMs: 10_000 };

function streamOf(...chunks: string[]): ReadableStream<Uint8Array> {
  return new ReadableStream({
    start(controller) {
      for (const chunk of chunks) controller.enqueue(new TextEncoder().encode(chunk));
      controller.close();
    },
  });
}

async function eventsOf(body: ReadableStream<Uint8Array>) {
  const events = [];
  for await (const event of readEvents(body, PATIENT)) events.push(event);
  return events;
}

test("events are found wherever the network splits them, and comments aren't events", async () => {
  const text = 'retry: 3000\n\n: still here\n\nevent: change\r\nid: 7\r\ndata: {"ä":1}\r\n\r\ndata: x\n\n';
  const expected = [
    { id: "7", event: "change" },
    { id: null, event: "message" },
  ];
  expect(await eventsOf(streamOf(text))).toEqual(expected);
  expect(await eventsOf(streamOf(...Array.from(text)))).toEqual(expected);
});

test("an unfinished event isn't an event", async () => {
  expect(await eventsOf(streamOf("event: change\nid: 8\ndata: {}\n"))).toEqual([]);
});

test.each([
  ["line", "x".repeat(65_536)],
  ["event", `data: ${"x".repeat(65_529)}\n`],
])("an endless %s is not buffered", async (_, chunk) => {
  const sent = vi.fn();
  const endless = new ReadableStream<Uint8Array>({
    pull: (controller) => {
      sent();
      controller.enqueue(new TextEncoder().encode(chunk));
      if (sent.mock.calls.length > 200) controller.close();
    },
  });
  await expect(eventsOf(endless)).rejects.toThrow("doesn't end");
  expect(sent.mock.calls.length).toBeLessThan(100);
});

test("many events aren't one endless event", async () => {
  const one = `data: ${"x".repeat(65_000)}\n\n`;
  expect(await eventsOf(streamOf(...Array.from({ length: 100 }, () => one)))).toHaveLength(100);
});

test("a buffered stream is given up soon, an active one isn't", async () => {
  const impatient = { firstMs: 20, nextMs: 10_000 };
  const silent = readEvents(new ReadableStream(), impatient);
  await expect(silent.next()).rejects.toThrow("fell silent");

  let speak = (_: Uint8Array) => {};
  const body = new ReadableStream<Uint8Array>({
    start: (controller) => {
      speak = (bytes) => controller.enqueue(bytes);
      speak(new TextEncoder().encode(": hello\n\n"));
    },
  });
  const events = readEvents(body, impatient);
  const event = events.next();
  setTimeout(() => speak(new TextEncoder().encode("data: x\n\n")), 100);
  expect((await event).value).toEqual({ id: null, event: "message" });
});
