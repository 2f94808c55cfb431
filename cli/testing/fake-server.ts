import { createHash, randomUUID } from "node:crypto";
import { EventEmitter, once } from "node:events";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { text } from "node:stream/consumers";
import type { RotatingSecret } from "@/lib/api/rotating-secrets";

export const TOKEN = "phs_test";
export const ENVIRONMENT_ID = "01a20951-60ce-72a9-b0db-5f761430bc58";

const ME = {
  organisation: { id: randomUUID(), name: "Acme" },
  user: null,
  role: null,
  serviceToken: { id: randomUUID(), name: "laptop", environmentIds: [ENVIRONMENT_ID] },
  actions: [],
  environments: [{ id: ENVIRONMENT_ID, actions: ["secrets:read"] }],
};

type Answer = { status: number; headers?: Record<string, string>; body?: unknown };

/** The part of the HTTP API that the CLI uses, with one environment: `shop/Production`. */
export class FakeServer extends EventEmitter<{ request: [string]; stream: [] }> {
  values: Record<string, string> = {};
  apps = [{ id: randomUUID(), name: "shop", environments: [{ id: ENVIRONMENT_ID, name: "Production" }] }];
  rotatingSecrets: RotatingSecret[] = [];
  /** Its other responses, by method and path. */
  readonly answers = new Map<string, unknown>();
  /** Sends these first, in their order, whatever the request. */
  readonly next: Answer[] = [];
  readonly requests: { method: string; path: string; headers: IncomingMessage["headers"]; body: string }[] =
    [];
  hasStream = true;
  /** How long it says that a copy of the values works. */
  goodForSeconds: number | null = null;
  /** Its clock, if different from the real time. */
  date: string | null = null;
  /** The states that it returns in turn for a login in the browser. Then the code has expired. */
  loginStates: string[] = [];
  approvedHash = "";
  #askedHash = "";
  readonly #streams = new Set<ServerResponse>();
  #version = 0;
  #port = 0;
  readonly #http = createServer((request, response) => {
    this.#answer(request, response).catch((error: unknown) => response.destroy(error as Error));
  });

  get url(): string {
    return `http://127.0.0.1:${this.#port}`;
  }

  /** On the same port as before a stop. */
  async start(): Promise<this> {
    this.#http.listen(this.#port, "127.0.0.1");
    await once(this.#http, "listening");
    this.#port = (this.#http.address() as AddressInfo).port;
    return this;
  }

  async stop(): Promise<void> {
    if (!this.#http.listening) return;
    const closed = once(this.#http, "close");
    this.#http.close();
    this.#http.closeAllConnections();
    await closed;
  }

  change(values: Record<string, string>): void {
    this.values = values;
    this.touch();
  }

  /** A change that doesn't affect the values, such as a comment. */
  touch(): void {
    this.#version += 1;
    for (const stream of this.#streams) this.#sendChange(stream);
  }

  /** Cleanly, as the server ends each stream after a while. */
  endStreams(): void {
    for (const stream of this.#streams) stream.end();
  }

  async #answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const body = await text(request);
    const { method = "", url = "", headers } = request;
    const path = url.replace(/^\/api\/v1/, "");
    this.requests.push({ method, path, headers, body });
    this.emit("request", path);
    const prepared = this.next.shift();
    if (prepared !== undefined) {
      send(response, prepared);
      return;
    }
    if (path === "/setup") {
      send(response, {
        status: 200,
        headers: this.date === null ? {} : { date: this.date },
        body: { needed: false },
      });
      return;
    }
    if (path.startsWith("/cli-logins")) {
      send(response, this.#login(method, body));
      return;
    }
    if (headers.authorization !== `Bearer ${TOKEN}` && this.#hashOf(headers) !== this.approvedHash) {
      send(response, failure(401, "Sign in."));
      return;
    }
    if (path.endsWith("/secrets/stream") && this.hasStream) {
      this.#stream(request, response);
      return;
    }
    const known = `${method} ${path}`;
    const answer = this.answers.has(known) ? this.answers.get(known) : this.#called(method, path);
    if (answer !== undefined)
      send(response, answer === null ? { status: 204 } : { status: 200, body: answer });
    else send(response, this.#read(method, path, headers["if-none-match"]));
  }

  #login(method: string, body: string): Answer {
    if (method === "POST") {
      this.#askedHash = (JSON.parse(body) as { tokenHash: string }).tokenHash;
      return {
        status: 201,
        body: { id: randomUUID(), code: "BCDF-GHJK", expiresAt: "2030-01-01T00:00:00Z" },
      };
    }
    const state = this.loginStates.shift();
    if (state === undefined) return failure(404, "Not found.");
    if (state === "away") return failure(503, "Away.");
    if (state === "approved") this.approvedHash = this.#askedHash;
    return { status: 200, body: { state } };
  }

  #hashOf({ authorization = "" }: IncomingMessage["headers"]): string {
    return createHash("sha256").update(authorization.replace("Bearer ", "")).digest("hex");
  }

  /** A list of `answers`, filtered by exact name. */
  #called(method: string, path: string): unknown {
    const { pathname, searchParams } = new URL(path, this.url);
    const name = searchParams.get("name") ?? searchParams.get("keys");
    const list = this.answers.get(`${method} ${pathname}`);
    if (name === null || typeof list !== "object" || list === null) return undefined;
    const entries = Object.entries(list).map(([member, items]: [string, unknown]) => [
      member,
      Array.isArray(items)
        ? items.filter((item: Record<string, unknown>) => [item["name"], item["key"]].includes(name))
        : items,
    ]);
    return Object.fromEntries(entries) as unknown;
  }

  #read(method: string, path: string, knownTag: string | undefined): Answer {
    if (path === "/apps") return { status: 200, body: { apps: this.apps } };
    if (path === "/me") return { status: 200, body: ME };
    if (method === "GET" && path === `/environments/${ENVIRONMENT_ID}/secrets`) {
      const etag = `"v${this.#version}"`;
      const goodFor = this.goodForSeconds === null ? {} : { "phase-good-for": String(this.goodForSeconds) };
      const headers = { etag, ...goodFor };
      if (knownTag === etag) return { status: 304, headers };
      const secrets = Object.entries(this.values).map(([key, value]) => ({ key, value }));
      return { status: 200, headers, body: { secrets } };
    }
    const [, key] = /\/secrets\/([^/]+)$/.exec(path) ?? [];
    if (key !== undefined) {
      const value = Object.hasOwn(this.values, key) ? this.values[key] : undefined;
      if (value !== undefined) return { status: 200, body: { key, value, version: 1 } };
      return failure(404, `shop/Production has no secret named ${key}.`);
    }
    const { rotatingSecrets } = this;
    const { pathname, searchParams } = new URL(path, this.url);
    if (["/rotating-secrets", `/environments/${ENVIRONMENT_ID}/rotating-secrets`].includes(pathname)) {
      const name = searchParams.get("name");
      const found = rotatingSecrets.filter((secret) => name === null || secret.name === name);
      return { status: 200, body: { rotatingSecrets: found } };
    }
    const [, id, action] = /^\/rotating-secrets\/([^/]+)(\/(?:rotate|pause|resume))?$/.exec(path) ?? [];
    const rotatingSecret = rotatingSecrets.find((secret) => secret.id === id);
    if (rotatingSecret !== undefined) return { status: action ? 202 : 200, body: rotatingSecret };
    return failure(404, "Not found. /api/v1/openapi.json lists every route.");
  }

  #stream(request: IncomingMessage, response: ServerResponse): void {
    response.writeHead(200, { "content-type": "text/event-stream" });
    response.write(": hello\n\n");
    this.#streams.add(response);
    response.on("close", () => this.#streams.delete(response));
    if (request.headers["last-event-id"] !== String(this.#version)) this.#sendChange(response);
    this.emit("stream");
  }

  #sendChange(stream: ServerResponse): void {
    stream.write(`event: change\nid: ${this.#version}\ndata: {"environmentId":"${ENVIRONMENT_ID}"}\n\n`);
  }
}

export function failure(status: number, message: string, headers: Record<string, string> = {}): Answer {
  return { status, headers, body: { error: { code: "x", message, requestId: "req-1" } } };
}

function send(response: ServerResponse, { status, headers = {}, body }: Answer): void {
  response.writeHead(status, { "content-type": "application/json", ...headers });
  response.end(body === undefined ? undefined : JSON.stringify(body));
}
