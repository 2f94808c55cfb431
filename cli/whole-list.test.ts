import { expect, it, vi } from "vitest";
import type { Client } from "./http";
import { list, object, text } from "./shape";
import { fetchItems } from "./api-commands/items";
import { PAGE, wholeList } from "./whole-list";

const page = object({ apps: list(object({ id: text })), ...PAGE });

function listing(nextCursorOf: (asked: number) => string | null) {
  const request = vi.fn((shape: (value: unknown) => unknown) => {
    if (request.mock.calls.length > 20_000) throw new Error("The list never ends.");
    const nextCursor = nextCursorOf(request.mock.calls.length);
    return Promise.resolve(shape({ apps: [{ id: "a" }], nextCursor }));
  });
  return { client: { request } as unknown as Client, request };
}

it.each([
  ["wholeList", (client: Client) => wholeList(client, page, "/apps", "apps")],
  ["fetchItems", (client: Client) => fetchItems(client, "/apps", "apps")],
])("%s reads to the end, and stops at a server that never ends", async (_, read) => {
  const { client, request } = listing((asked) => (asked < 3 ? `&#${asked}` : null));
  expect(await read(client)).toHaveLength(3);
  expect(request.mock.calls.at(-1)).toContain("/apps?cursor=%26%232");
  const round = listing((asked) => `c${asked % 2}`);
  await expect(read(round.client)).rejects.toThrow("doesn't end");
  expect(round.request).toHaveBeenCalledTimes(3);
  const endless = listing((asked) => `c${asked}`);
  await expect(read(endless.client)).rejects.toThrow("doesn't end");
});
