import { execFile } from "node:child_process";
import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { afterEach, beforeAll, describe, expect, it } from "vitest";
import { parseEnv } from "./env";
import { leaveThrough, NO_PROXIES, type Proxies, proxyFor, proxyUrl } from "./proxies";
import { ProviderError } from "@/lib/providers/provider-error";
import { createOpenAiProvider } from "@/lib/providers/openai/provider";
import { type ForwardProxy, startForwardProxy } from "@/lib/testing/forward-proxy";
import { CA_FILE, startTlsFront } from "@/lib/testing/tls-front";
import { freePort } from "@/installation/machine/ports";
import { startSimulator } from "@/simulator/server";

const cleanUp: (() => unknown)[] = [];
afterEach(async () => {
  for (const step of cleanUp.splice(0).reverse()) await step();
});

async function forwardProxy(options: Parameters<typeof startForwardProxy>[0]): Promise<ForwardProxy> {
  const proxy = await startForwardProxy(options);
  cleanUp.push(() => proxy.close());
  return proxy;
}

function through(proxies: Partial<Proxies>): void {
  cleanUp.push(leaveThrough({ ...NO_PROXIES, ...proxies }));
}

describe("NO_PROXY", () => {
  let port: number;
  beforeAll(async () => {
    const server = createServer((_, response) => response.end("direct"));
    server.listen(0, "127.0.0.1");
    await once(server, "listening");
    server.unref();
    // A TCP listener's address is never a path.
    ({ port } = server.address() as AddressInfo);
  });

  const EXCEPTIONS = ["", "*", "x.test", ".x.test", "*.x.test", "a.test x.test", "a.test, x.test", "x.test:PORT", "x.test:1", "10.0.0.3", "[::2]", "X.TEST"]; // prettier-ignore
  it.each(EXCEPTIONS)("%j: what is worked out here is what fetch does", async (pattern) => {
    const except = pattern.replace("PORT", String(port));
    const proxy = await forwardProxy({ toPort: port });
    const proxies = { ...NO_PROXIES, http: proxy.url, except };
    through(proxies);
    for (const host of ["x.test", "a.x.test", "yx.test", "10.0.0.3", "[::2]", "localhost", "127.0.0.1"]) {
      const url = new URL(`http://${host}:${port}/`);
      proxy.asked.length = 0;
      const controller = new AbortController();
      const answer = fetch(url, { signal: controller.signal }).then(
        (response) => response.text(),
        () => "failed",
      );
      // An unknown name may take long to fail.
      const isProxied = proxyFor(url, proxies) !== null;
      if (isProxied) expect(await answer).toBe("direct");
      else if (host === "localhost" || host === "127.0.0.1") expect(await answer).toBe("direct");
      else await Promise.race([answer, new Promise((done) => setImmediate(done))]);
      controller.abort();
      await answer;
      expect(proxy.asked.length, `${host} with ${except}`).toBe(isProxied ? 1 : 0);
    }
  });

  it("never asks this machine itself through a proxy", () => {
    const proxies = { ...NO_PROXIES, http: new URL("http://proxy.test:3128") };
    for (const host of ["localhost", "127.0.0.1", "[::1]", "a.localhost"]) {
      expect(proxyFor(new URL(`http://${host}:3000/`), proxies)).toBeNull();
    }
    expect(proxyFor(new URL("https://api.openai.com/"), proxies)).toBeNull();
    expect(proxyFor(new URL("http://api.openai.com/"), proxies)).toBe(proxies.http);
  });
});

describe("the settings", () => {
  const minimal = {
    DATABASE_URL: "postgresql://u:p@localhost:5432/db",
    PHASE_ENCRYPTION_KEYS: `k1:${Buffer.alloc(32, 7).toString("base64")}`,
    NEXTAUTH_SECRET: "s".repeat(32),
    NEXTAUTH_URL: "http://localhost:3000",
  };

  it("are read as curl reads them: small letters first, a scheme may be left out", () => {
    const { proxies } = parseEnv({
      ...minimal,
      HTTPS_PROXY: "http://other.test:1",
      https_proxy: "proxy.test:3128",
      HTTP_PROXY: "http://user:pass%40word@proxy.test:3128",
      no_proxy: "a.test, b.test",
    });
    expect(proxies.https?.href).toBe("http://proxy.test:3128/");
    expect(proxies.http?.password).toBe("pass%40word");
    expect(proxies.except).toBe("a.test, b.test");
    expect(parseEnv(minimal).proxies).toEqual(NO_PROXIES);
  });

  it.each(["socks5://proxy.test:1080", "http://", "http:// x", "ftp://proxy.test"])("refuse %s", (text) => {
    expect(proxyUrl(text)).toBeNull();
    expect(() => parseEnv({ ...minimal, HTTPS_PROXY: text })).toThrow(/HTTPS_PROXY must be/);
  });
});

describe("OpenAI through a proxy", () => {
  const BASE_URL = "http://api.openai.test/v1";
  const provider = () => createOpenAiProvider({ baseUrl: BASE_URL, timeoutSeconds: 2 });
  const request = { projectId: "proj_1", name: "phase-rs-1" };

  async function simulator() {
    const started = await startSimulator();
    cleanUp.push(() => started.close());
    const { id, adminKey } = started.state.createOrganization();
    const projectId = started.state.createProject(id, { name: "Home" }).id;
    return { adminKey, projectId, port: Number(new URL(started.url).port), state: started.state };
  }

  it.each([undefined, "phase:p@ss word"])("mints, with the login %s", async (login) => {
    const { adminKey, projectId, port, state } = await simulator();
    const proxy = await forwardProxy({ toPort: port, login });
    through({ http: proxy.url });
    const minted = await provider().mint(adminKey, { projectId, name: "phase-rs-1" });
    expect(state.isKeyLive(minted.apiKey)).toBe(true);
    expect(proxy.asked).toEqual(["CONNECT api.openai.test:80"]);
  });

  /** A separate process, with regional hosts over TLS, signed by a test CA. */
  async function mintInChild(env: Record<string, string>, login?: string) {
    const { adminKey, port, state } = await simulator();
    const organizationId = state.organizations()[0]?.id ?? "";
    const residency = "EU_STORAGE_PROCESSING";
    const projectId = state.createProject(organizationId, { name: "Europe", residency }).id;
    const front = await startTlsFront(port);
    cleanUp.push(() => front.close());
    const proxy = await forwardProxy({ toPort: front.port, login });
    const input = {
      baseUrl: "https://api.openai.test/v1",
      regionalBaseUrl: "https://{region}.api.openai.test/v1",
      httpsProxy: proxy.url.href,
      adminKey,
      projectId,
      residency,
    };
    const script = fileURLToPath(new URL("../testing/mint-once.ts", import.meta.url));
    const { stdout } = await promisify(execFile)(
      process.execPath,
      ["--import", "tsx", script, JSON.stringify(input)],
      { env: { ...process.env, ...env } },
    );
    return { answer: JSON.parse(stdout) as unknown, asked: proxy.asked };
  }

  it("over TLS: regional hosts, a login, and a CA from NODE_EXTRA_CA_CERTS", async () => {
    const { answer, asked } = await mintInChild({ NODE_EXTRA_CA_CERTS: CA_FILE }, "phase:secret");
    expect(answer).toMatchObject({ verdict: { kind: "accepted" } });
    expect(asked).toEqual(["CONNECT api.openai.test:443", "CONNECT eu.api.openai.test:443"]);
  });

  it("over TLS, by a CA that nobody named: nothing was sent", async () => {
    const { answer } = await mintInChild({ NODE_EXTRA_CA_CERTS: "" });
    expect(answer).toMatchObject({
      failure: {
        code: "provider_unavailable",
        leftBehind: { kind: "nothing" },
        message: expect.stringMatching(/no connection \((UNABLE_TO_VERIFY|SELF_SIGNED)/) as string,
      },
    });
  });

  async function failureOf(call: Promise<unknown>): Promise<ProviderError> {
    const error = await call.then(
      () => undefined,
      (reason: unknown) => reason,
    );
    if (error instanceof ProviderError) return error;
    throw new Error(`Not a ProviderError: ${String(error)}`);
  }

  it("that refuses the login: nothing was sent, and the words say who refuses", async () => {
    const { port, state } = await simulator();
    const proxy = await forwardProxy({ toPort: port, login: "phase:secret" });
    through({ http: proxy.urlWithoutLogin });
    const failure = await failureOf(provider().mint("sk-admin-x", request));
    expect(failure).toMatchObject({ code: "provider_unavailable", leftBehind: { kind: "nothing" } });
    expect(failure.message).toBe("OpenAI is not answering: the proxy refused the connection (407).");
    expect(state.history.filter(({ method }) => method === "POST")).toEqual([]);
  });

  it("that is not there: nothing was sent", async () => {
    through({ http: new URL(`http://127.0.0.1:${await freePort()}`) });
    expect(await failureOf(provider().mint("sk-admin-x", request))).toMatchObject({
      code: "provider_unavailable",
      leftBehind: { kind: "nothing" },
      message: "OpenAI is not answering: no connection (ECONNREFUSED).",
    });
  });

  it("that breaks off once the request is out: it may have been done", async () => {
    const { adminKey, projectId, port, state } = await simulator();
    state.addFault({ kind: "drop_after", match: { method: "POST" } });
    through({ http: (await forwardProxy({ toPort: port })).url });
    expect(await failureOf(provider().mint(adminKey, { projectId, name: "n" }))).toMatchObject({
      leftBehind: { kind: "unknown" },
    });
    expect(state.serviceAccounts(projectId)).toHaveLength(1);
  });
});
