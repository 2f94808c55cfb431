import { createServer, type RequestListener, type Server } from "node:http";
import { once } from "node:events";
import type { AddressInfo } from "node:net";
import { afterEach, expect, it } from "vitest";
import { post } from "./post";

const open: Server[] = [];

async function receiver(listener: RequestListener): Promise<{ url: URL; connections: () => number }> {
  const server = createServer(listener);
  let connections = 0;
  server.on("connection", () => (connections += 1));
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  open.push(server);
  // The server listens on one address only. The test reads only its port.
  const { port } = server.address() as AddressInfo;
  return { url: new URL(`http://127.0.0.1:${port}/hook`), connections: () => connections };
}

afterEach(async () => {
  for (const server of open.splice(0)) {
    server.closeAllConnections();
    server.close();
    await once(server, "close");
  }
});

it("posts the body and returns the status, without reading the response", async () => {
  const got: { method: string | undefined; headers: unknown; body: string }[] = [];
  const { url } = await receiver((request, response) => {
    let body = "";
    request.on("data", (chunk: Buffer) => (body += chunk.toString()));
    request.on("end", () => {
      got.push({ method: request.method, headers: request.headers, body });
      response.writeHead(202);
      // Much more than anyone should read, without an end.
      response.write("x".repeat(1_000_000));
    });
  });
  expect(await post(url, { "webhook-id": "msg_1" }, "héllo", { allowPrivate: true })).toBe(202);
  expect(got).toEqual([
    {
      method: "POST",
      headers: expect.objectContaining({ "webhook-id": "msg_1", "content-length": "6" }) as unknown,
      body: "héllo",
    },
  ]);
});

it("does not follow a redirect", async () => {
  const inner = await receiver((_, response) => response.end());
  const outer = await receiver((_, response) => response.writeHead(307, { location: inner.url.href }).end());
  expect(await post(outer.url, {}, "{}", { allowPrivate: true })).toBe(307);
  expect(inner.connections()).toBe(0);
});

it.each([
  ["an address", (port: string) => `http://127.0.0.1:${port}/`],
  ["a name that resolves to one", (port: string) => `http://localhost:${port}/`],
  ["a number that is one", (port: string) => `http://2130706433:${port}/`],
  ["an IPv6 address that holds one", (port: string) => `http://[::ffff:127.0.0.1]:${port}/`],
])("refuses its own machine, as %s, before connecting", async (_name, address) => {
  const { url, connections } = await receiver((_request, response) => response.end());
  await expect(post(new URL(address(url.port)), {}, "{}", { allowPrivate: false })).rejects.toThrow(
    "private network",
  );
  expect(connections()).toBe(0);
});

it("gives up on a receiver that does not answer", async () => {
  const { url } = await receiver(() => {});
  const sent = post(url, {}, "{}", { allowPrivate: true, timeoutMs: 50 });
  await expect(sent).rejects.toThrow("No response within 0.05 s.");
});

it("says why there was no connection, and quotes nothing", async () => {
  const { url } = await receiver(() => {});
  const [server] = open.splice(0);
  server?.close();
  const sent = post(url, {}, "{}", { allowPrivate: true });
  await expect(sent).rejects.toThrow("The connection was refused (ECONNREFUSED).");
});
