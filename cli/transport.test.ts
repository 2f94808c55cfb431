import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { Readable } from "node:stream";
import { expect, it } from "vitest";
import { transfer } from "./transport";

it("refuses an endless response", async () => {
  const part = " ".repeat(1024 * 1024);
  const server = createServer((_, response) => {
    const parts = new Readable({ read: () => void parts.push(part) });
    response.on("close", () => parts.destroy());
    parts.pipe(response);
  }).listen(0, "127.0.0.1");
  await once(server, "listening");
  try {
    const url = new URL(`http://127.0.0.1:${(server.address() as AddressInfo).port}`);
    const asked = { url, method: "GET", headers: {}, body: null, isEndless: false };
    const { signal } = new AbortController();
    await expect(transfer({ ...asked, signal })).rejects.toThrow("The response is too large.");
  } finally {
    server.close();
  }
});
