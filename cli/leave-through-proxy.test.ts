import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { PassThrough } from "node:stream";
import { afterEach, expect, it } from "vitest";
import { startForwardProxy } from "@/lib/testing/forward-proxy";
import { object, truth } from "./shape";
import { createClient } from "./http";

const cleanUp: (() => unknown)[] = [];
afterEach(async () => {
  for (const step of cleanUp.splice(0)) await step();
});

async function serverBehindProxy(login?: string) {
  const authorizations: (string | undefined)[] = [];
  const server = createServer((request, response) => {
    authorizations.push(request.headers.authorization);
    response.writeHead(200, { "content-type": "application/json" }).end('{"ok":true}');
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  // A TCP listener's address is never a path.
  const { port } = server.address() as AddressInfo;
  const proxy = await startForwardProxy({ toPort: port, login });
  cleanUp.push(
    proxy.close,
    () => server.close(),
    () => server.closeAllConnections(),
  );
  return { proxy, port, authorizations };
}

function client(host: string, env: Record<string, string>) {
  const io = {
    env,
    cwd: "/",
    stdin: new PassThrough(),
    stdout: new PassThrough(),
    stderr: new PassThrough(),
  };
  return createClient({ host, token: "phs_x" }, { ...io, env: { ...env, NODE_ENV: "test" } });
}

const anything = object({ ok: truth });

it("the server is called through HTTP_PROXY, with its login", async () => {
  const { proxy, authorizations } = await serverBehindProxy("phase:secret");
  const ask = client("http://phase.test", { HTTP_PROXY: proxy.url.href });
  expect(await ask.request(anything, "/apps")).toEqual({ ok: true });
  expect(proxy.asked).toEqual(["GET http://phase.test/api/v1/apps"]);
  expect(authorizations).toEqual(["Bearer phs_x"]);
});

it("a server on this machine is called without it", async () => {
  const { proxy, port } = await serverBehindProxy();
  const ask = client(`http://127.0.0.1:${port}`, { HTTP_PROXY: proxy.url.href });
  expect(await ask.request(anything, "/apps")).toEqual({ ok: true });
  expect(proxy.asked).toEqual([]);
});

it("an unusable proxy is reported only if it would be used", () => {
  const env = { HTTP_PROXY: "socks5://proxy.test" };
  expect(() => client("http://phase.test", env)).toThrow("HTTP_PROXY must be the http URL of a proxy");
  client("http://phase.test", { ...env, NO_PROXY: ".test" });
  client("https://phase.test", env);
});
