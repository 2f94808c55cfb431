/** Webhooks through a forward proxy. The rules about private networks still apply. */
import type { lookup } from "node:dns";
import { once } from "node:events";
import { readFile } from "node:fs/promises";
import { createServer } from "node:http";
import { createServer as createTcpServer } from "node:net";
import type { AddressInfo } from "node:net";
import * as tls from "node:tls";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { NO_PROXIES } from "@/lib/settings/proxies";
import { startForwardProxy } from "@/lib/testing/forward-proxy";
import { CA_FILE, startTlsFront } from "@/lib/testing/tls-front";
import { post } from "./post";

const PUBLIC = "93.184.216.34";
const received: {
  method: string | undefined;
  url: string | undefined;
  host: string | undefined;
  body: string;
}[] = [];
const cleanUp: (() => unknown)[] = [];
let plainPort: number;
let tlsPort: number;

beforeAll(async () => {
  const usual = tls.getCACertificates("default");
  tls.setDefaultCACertificates([...usual, await readFile(CA_FILE, "utf8")]);
  const server = createServer((request, response) => {
    let body = "";
    request.on("data", (chunk: Buffer) => (body += chunk.toString()));
    request.on("end", () => {
      const { method, url, headers } = request;
      received.push({ method, url, host: headers.host, body });
      response.writeHead(204).end();
    });
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  // A TCP listener's address is never a path.
  plainPort = (server.address() as AddressInfo).port;
  const front = await startTlsFront(plainPort);
  tlsPort = front.port;
  return async () => {
    tls.setDefaultCACertificates(usual);
    await front.close();
    server.closeAllConnections();
    server.close();
  };
});
afterEach(async () => {
  received.length = 0;
  for (const step of cleanUp.splice(0)) await step();
});
afterAll(() => received.splice(0));

async function proxied(toPort: number, login?: string) {
  const proxy = await startForwardProxy({ toPort, login });
  cleanUp.push(() => proxy.close());
  return { proxy, proxies: { ...NO_PROXIES, https: proxy.url, http: proxy.url } };
}

/** A resolver that returns these for every name. */
function resolvingTo(...addresses: string[]): typeof lookup {
  const answer = (_name: string, _options: unknown, callback: (error: null, found: unknown) => void) =>
    callback(
      null,
      addresses.map((address) => ({ address, family: 4 })),
    );
  // The other overloads aren't called.
  return answer as unknown as typeof lookup;
}

/** The resolver of a network other than the proxy's, which knows no names. */
const knowingNone = ((_name: string, _options: unknown, callback: (error: Error) => void) =>
  callback(
    Object.assign(new Error("getaddrinfo ENOTFOUND"), { code: "ENOTFOUND" }),
  )) as unknown as typeof lookup;

describe("a public address", () => {
  it.each([undefined, "phase:p@ss word"])(
    "over https: a tunnel to what was checked, login %s",
    async (login) => {
      const { proxy, proxies } = await proxied(tlsPort, login);
      const url = new URL("https://hooks.test/in?a=b");
      const options = { allowPrivate: false, proxies, lookup: resolvingTo(PUBLIC) };
      expect(await post(url, { "webhook-id": "msg_1" }, "héllo", options)).toBe(204);
      expect(proxy.asked).toEqual([`CONNECT ${PUBLIC}:443`]);
      expect(received).toEqual([{ method: "POST", url: "/in?a=b", host: "hooks.test", body: "héllo" }]);
    },
  );

  it("over http: its absolute URL, with the name in Host", async () => {
    const { proxy, proxies } = await proxied(plainPort, "phase:secret");
    const url = new URL("http://hooks.test:8080/in");
    expect(await post(url, {}, "{}", { allowPrivate: false, proxies, lookup: resolvingTo(PUBLIC) })).toBe(
      204,
    );
    expect(proxy.asked).toEqual([`POST http://${PUBLIC}:8080/in`]);
    expect(received).toMatchObject([{ host: "hooks.test:8080", body: "{}" }]);
  });

  it("whose certificate is for another name is refused, although the tunnel is open", async () => {
    const { proxies } = await proxied(tlsPort);
    const sent = post(new URL("https://other.test/"), {}, "{}", {
      allowPrivate: false,
      proxies,
      lookup: resolvingTo(PUBLIC),
    });
    await expect(sent).rejects.toThrow("ERR_TLS_CERT_ALTNAME_INVALID");
    expect(received).toEqual([]);
  });
});

describe("a private address is refused before the proxy is asked", () => {
  it.each([
    ["a name that resolves to one", "https://hooks.test/", ["10.0.0.7"]],
    ["a name of which one of two is private", "https://hooks.test/", [PUBLIC, "169.254.169.254"]],
    ["a name without any", "https://hooks.test/", []],
    ["an address", "https://10.0.0.7/", [PUBLIC]],
    ["an address over http", "http://169.254.169.254/latest/meta-data", [PUBLIC]],
  ])("%s", async (_, address, addresses) => {
    const { proxy, proxies } = await proxied(tlsPort);
    const sent = post(new URL(address), {}, "{}", {
      allowPrivate: false,
      proxies,
      lookup: resolvingTo(...addresses),
    });
    await expect(sent).rejects.toThrow(/private network|metadata service/);
    expect(proxy.asked).toEqual([]);
  });

  it("unless the operator allows it: then the proxy resolves a name that nobody here knows", async () => {
    const { proxy, proxies } = await proxied(tlsPort);
    const url = new URL("https://hooks.test/");
    expect(await post(url, {}, "{}", { allowPrivate: true, proxies, lookup: resolvingTo("10.0.0.7") })).toBe(
      204,
    );
    expect(await post(url, {}, "{}", { allowPrivate: true, proxies, lookup: knowingNone })).toBe(204);
    expect(proxy.asked).toEqual(["CONNECT 10.0.0.7:443", "CONNECT hooks.test:443"]);
  });

  it.each([
    ["https://hooks.test/", resolvingTo("10.0.0.7", "169.254.169.254")],
    ["http://metadata.google.internal/", knowingNone],
    ["http://METADATA./", knowingNone],
    ["http://instance-data/", resolvingTo(PUBLIC)],
  ])("not even then one by which a cloud gives out credentials: %s", async (address, lookup) => {
    const { proxy, proxies } = await proxied(plainPort);
    const sent = post(new URL(address), {}, "{}", { allowPrivate: true, proxies, lookup });
    await expect(sent).rejects.toThrow("metadata service");
    expect(proxy.asked).toEqual([]);
  });
});

it("NO_PROXY goes without the proxy", async () => {
  const { proxy, proxies } = await proxied(1);
  const url = new URL(`http://127.0.0.1:${plainPort}/in`);
  expect(await post(url, {}, "{}", { allowPrivate: true, proxies: { ...proxies, except: "*" } })).toBe(204);
  expect(proxy.asked).toEqual([]);
});

describe("a proxy", () => {
  it("that wants another login says so", async () => {
    const { proxy } = await proxied(tlsPort, "phase:secret");
    const proxies = { ...NO_PROXIES, https: proxy.urlWithoutLogin };
    const sent = post(new URL("https://hooks.test/"), {}, "{}", {
      allowPrivate: false,
      proxies,
      lookup: resolvingTo(PUBLIC),
    });
    await expect(sent).rejects.toThrow("The proxy refused the connection (407).");
  });

  it("that never answers is given up", async () => {
    const silent = createTcpServer(() => {}).listen(0, "127.0.0.1");
    await once(silent, "listening");
    cleanUp.push(() => silent.close());
    // A TCP listener's address is never a path.
    const { port } = silent.address() as AddressInfo;
    const proxies = { ...NO_PROXIES, https: new URL(`http://127.0.0.1:${port}`) };
    const options = { allowPrivate: true, proxies, timeoutMs: 50 };
    await expect(post(new URL("https://hooks.test/"), {}, "{}", options)).rejects.toThrow(
      "No response within",
    );
  });
});
