/**
 * Everything for the recipes is behind a forward proxy that requires a login. OpenAI and the webhook receiver
 * are on the other side, over TLS with a separate CA.
 */
import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { setTimeout as delay } from "node:timers/promises";
import * as z from "zod";
import { webhookWithSecretSchema } from "@/lib/api/webhooks";
import type { Front } from "@/installation/fresh/simulated";
import { type ForwardProxy, startForwardProxy } from "@/lib/testing/forward-proxy";
import { CA_FILE, startTlsFront } from "@/lib/testing/tls-front";
import type { Simulator } from "@/simulator/server";
import { currentKey, expect, type Kitchen, rotate, succeed } from "./kitchen";

const LOGIN = "phase:p@ss word";
const OPENAI = "CONNECT api.openai.test:443";
const HOOKS = "CONNECT hooks.test:443";
const LONGEST_WAIT_MS = 20_000;
const POLL_MS = 100;

export class BehindProxy {
  #proxy: ForwardProxy | undefined;
  readonly #received: string[] = [];

  /** For `withThrowaway`. */
  readonly open = async (simulator: Simulator): Promise<Front> => {
    const hooks = createServer((request, response) => {
      const { method = "", url = "" } = request;
      this.#received.push(`${method} ${url}`);
      response.writeHead(204).end();
    });
    hooks.listen(0, "127.0.0.1");
    await once(hooks, "listening");
    // A TCP listener's address is never a path.
    const { port: hooksPort } = hooks.address() as AddressInfo;
    const front = await startTlsFront(Number(new URL(simulator.url).port), hooksPort);
    const proxy = await startForwardProxy({ toPort: front.port, login: LOGIN });
    this.#proxy = proxy;
    return {
      settings: {
        OPENAI_BASE_URL: "https://api.openai.test/v1",
        OPENAI_REGIONAL_BASE_URL: "https://{region}.api.openai.test/v1",
        https_proxy: proxy.url.href,
        http_proxy: "",
        HTTP_PROXY: "",
        no_proxy: "",
        NO_PROXY: "",
        NODE_EXTRA_CA_CERTS: CA_FILE,
      },
      close: async () => {
        await proxy.close();
        await front.close();
        hooks.closeAllConnections();
        hooks.close();
      },
    };
  };

  /** Web, worker, webhooks and the command line, each through its proxy. */
  async check(kitchen: Kitchen): Promise<void> {
    const asked = this.#proxy?.asked ?? [];
    // The web has checked the admin key, listed projects and created the first key. The worker rotates. Both
    // reach OpenAI by a
    // name that only the proxy knows. How often they call the proxy means nothing, because connections
    // through it are kept.
    await rotate(kitchen);
    expect(asked.includes(OPENAI), `The proxy was asked for ${asked.join(", ") || "nothing"}`);
    await this.#callWebhook(kitchen);
    const others = [...new Set(asked)].filter((line) => line !== OPENAI && line !== HOOKS);
    expect(others.length === 0, `The proxy was asked for ${others.join(", ")}, too`);
    await useCommandLine(kitchen);
  }

  async #callWebhook({ throwaway: { call } }: Kitchen): Promise<void> {
    const webhook = { name: "Behind the proxy", url: "https://hooks.test/in" };
    const { id } = await call(webhookWithSecretSchema, "/webhooks", webhook);
    await call(z.unknown(), `/webhooks/${id}/test`, {});
    const deadline = Date.now() + LONGEST_WAIT_MS;
    while (this.#received.length === 0) {
      expect(Date.now() < deadline, "No webhook came through the proxy");
      await delay(POLL_MS);
    }
    const [came = ""] = this.#received;
    expect(came === "POST /in", `The webhook came as ${came}`);
    expect(this.#proxy?.asked.includes(HOOKS) === true, "The webhook came past the proxy");
  }
}

/** The server as others reach it: over TLS, by a name that only their proxy knows. */
async function useCommandLine(kitchen: Kitchen): Promise<void> {
  const front = await startTlsFront(Number(new URL(kitchen.throwaway.host).port));
  const proxy = await startForwardProxy({ toPort: front.port, login: LOGIN });
  try {
    const env = {
      PHASE_HOST: "https://phase.api.openai.test",
      HTTPS_PROXY: proxy.url.href,
      NODE_EXTRA_CA_CERTS: CA_FILE,
    };
    const said = await succeed(kitchen, ["phase", "secrets", "get", "OPENAI_API_KEY"], env);
    expect(said === `${await currentKey(kitchen)}\n`, "phase secrets get says something else than the API");
    const asked = proxy.asked.join();
    expect(asked === "CONNECT phase.api.openai.test:443", `Its proxy was asked for ${asked}`);
  } finally {
    await proxy.close();
    await front.close();
  }
}
