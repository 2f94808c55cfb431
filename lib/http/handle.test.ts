import { stubSettings } from "@/lib/testing/stub-settings";
import { afterAll, afterEach, beforeAll, expect, it, vi } from "vitest";
import { encode } from "next-auth/jwt";
import * as z from "zod";
import { errorSchema, pathIdSchema } from "@/lib/api/common";
import { type TestOrganisation, testOrganisation } from "@/proof/harness/organisation";
import { testServices } from "@/proof/harness/test-services";
import { SealError } from "@/lib/crypto/sealed";
import { DomainError } from "@/lib/errors";
import { log } from "@/lib/log";
import type { EngineServices } from "@/lib/rotation/services";
import { insertToken } from "@/lib/tokens/insert-token";
import { type TestDatabase, testDatabase } from "@/installation/testing/database";
import { type Route, route } from "./handle";

const SECRET = "a secret for this suite, long enough";
const HERE = "http://localhost:3000";
const ID = "01890000-0000-7000-8000-000000000000";

let database: TestDatabase;
let services: EngineServices;
let organisation: TestOrganisation;
let token: string;
let cookie: string;

const echo = route(
  {
    params: pathIdSchema,
    query: z.strictObject({ dry: z.enum(["true", "false"]).optional() }),
    body: z.strictObject({ name: z.string().min(1), tags: z.array(z.string()).default([]) }),
    answer: z.object({ name: z.string(), actor: z.string(), ip: z.string().nullable() }),
    status: 201,
  },
  async ({ ctx, body }) => {
    const answer = { name: body.name, actor: ctx.actor.kind, ip: ctx.origin.ip, passwordHash: "never" };
    return answer;
  },
  async () => services,
);

function failing(error: unknown): Route {
  return route(
    {},
    async () => {
      throw error;
    },
    async () => services,
  );
}

beforeAll(async () => {
  stubSettings({ secret: SECRET });
  database = await testDatabase();
  services = testServices(database.db);
  organisation = await testOrganisation(services);
  const owner = await organisation.person("owner");
  token = (await insertToken(database.db, owner, { name: "suite", scopes: ["admin"], expiresAt: null }))
    .token;
  const jwt = await encode({ token: { sessionToken: owner.sessionToken }, secret: SECRET });
  cookie = `theme=dark; __Host-next-auth.session-token=${jwt}`;
});

afterEach(() => {
  vi.restoreAllMocks();
});

afterAll(async () => {
  vi.unstubAllEnvs();
  await database.drop();
});

type Sent = { method?: string; headers?: Record<string, string>; body?: string; query?: string };

async function send(to: Route, { method = "POST", headers = {}, body, query = "" }: Sent, id: string = ID) {
  const request = new Request(`${HERE}/api/v1/things/${id}${query}`, {
    method,
    headers: { host: "localhost:3000", ...headers },
    body: body ?? null,
  });
  const response = await to(request, { params: Promise.resolve({ id }) });
  const text = await response.text();
  return {
    response,
    status: response.status,
    text,
    json: text === "" ? null : (JSON.parse(text) as unknown),
  };
}

const asToken = () => ({ authorization: `Bearer ${token}`, "content-type": "application/json" });
const asBrowser = (more: Record<string, string> = {}) => ({
  cookie,
  "content-type": "application/json",
  origin: HERE,
  "sec-fetch-site": "same-origin",
  ...more,
});
const GOOD = JSON.stringify({ name: "thing" });

function expectRefusal(answer: Awaited<ReturnType<typeof send>>, status: number, code: string): void {
  expect(answer.status).toBe(status);
  const { error } = errorSchema.parse(answer.json);
  expect(error.code).toBe(code);
  expect(answer.response.headers.get("x-request-id")).toBe(error.requestId);
  expect(answer.response.headers.get("cache-control")).toBe("no-store");
}

it("parses the response to a service token with the response schema", async () => {
  const headers = { ...asToken(), "x-forwarded-for": "10.9.9.9, ::ffff:203.0.113.9" };
  const answer = await send(echo, { headers, body: GOOD });
  expect(answer.status).toBe(201);
  expect(answer.json).toEqual({ name: "thing", actor: "token", ip: "203.0.113.9" });
  expect(answer.response.headers.get("cache-control")).toBe("no-store");
  expect(answer.response.headers.get("x-request-id")).toMatch(/^[0-9a-f-]{36}$/);
});

it("accepts a session cookie from Phase's own origins", async () => {
  expect((await send(echo, { headers: asBrowser(), body: GOOD })).json).toMatchObject({ actor: "user" });
  const configured = asBrowser({ origin: "https://phase.example.com" });
  expect((await send(echo, { headers: configured, body: GOOD })).status).toBe(201);
});

it.each([
  ["no Origin", { origin: "" }],
  ["Origin null", { origin: "null" }],
  ["a foreign Origin", { origin: "https://evil.example.com" }],
  ["our name on another port", { origin: "http://localhost:3001" }],
  ["our host as a prefix", { origin: "https://phase.example.com.evil.com" }],
  ["cross-site", { "sec-fetch-site": "cross-site" }],
  ["same-site", { "sec-fetch-site": "same-site" }],
  ["typed into the address bar", { "sec-fetch-site": "none" }],
])("refuses a cookie with %s", async (_name, headers) => {
  const ran = vi.fn();
  const watched = route(
    { body: z.strictObject({}) },
    async () => {
      ran();
    },
    async () => services,
  );
  expectRefusal(await send(watched, { headers: asBrowser(headers), body: "{}" }), 403, "forbidden");
  expect(ran).not.toHaveBeenCalled();
});

it("refuses a cookie on a cross-site GET, and accepts one on its own", async () => {
  const read = route(
    { answer: z.object({ ok: z.boolean() }) },
    async () => ({ ok: true }),
    async () => services,
  );
  const get = (headers: Record<string, string>) =>
    send(read, { method: "GET", headers: { cookie, ...headers } });
  expectRefusal(await get({ "sec-fetch-site": "cross-site" }), 403, "forbidden");
  expect((await get({ "sec-fetch-site": "same-origin" })).status).toBe(200);
  expect((await get({})).status).toBe(200);
});

it.each([
  ["nothing", {}],
  ["an unknown token", { authorization: `Bearer phs_${"A".repeat(49)}` }],
  ["another scheme", { authorization: "Basic YTpi" }],
  ["a cookie that does not open", { cookie: "__Host-next-auth.session-token=abc.def" }],
])("refuses %s", async (_name, headers) => {
  const answer = await send(echo, {
    headers: { "content-type": "application/json", ...headers },
    body: GOOD,
  });
  expectRefusal(answer, 401, "unauthenticated");
  expect(answer.response.headers.get("www-authenticate")).toBe("Bearer");
});

it.each([
  ["broken JSON", '{"name":'],
  ["a list", "[]"],
  ["null", "null"],
  ["an unknown field", '{"name":"a","admin":true}'],
  ["NUL in a text", '{"name":"a\\u0000b"}'],
  ["NUL deep in a list", '{"name":"a","tags":["\\u0000"]}'],
  ["lists in lists without end", `{"name":"a","tags":${"[".repeat(9_000)}${"]".repeat(9_000)}}`],
  ["objects in objects without end", `${'{"a":'.repeat(9_000)}1${"}".repeat(9_000)}`],
  ["half a surrogate pair", '{"name":"\\ud800"}'],
  ["nothing at all", ""],
])("refuses %s as a body", async (_name, body) => {
  expectRefusal(await send(echo, { headers: asToken(), body }), 400, "invalid_input");
});

it("names each wrong field", async () => {
  const answer = await send(echo, { headers: asToken(), body: '{"name":"","tags":[1]}' });
  const issues = [{ path: "name" }, { path: "tags.0" }];
  expect(answer.json).toMatchObject({ error: { issues } });
});

it("refuses a body whose header isn't JSON, or that is too large", async () => {
  const plain = { ...asToken(), "content-type": "text/plain" };
  expectRefusal(await send(echo, { headers: plain, body: GOOD }), 415, "unsupported_media_type");
  const large = JSON.stringify({ name: "x".repeat(70_000) });
  expectRefusal(await send(echo, { headers: asToken(), body: large }), 413, "payload_too_large");
});

it("refuses unknown and repeated parameters, and answers not found for an invalid ID", async () => {
  const sent = { headers: asToken(), body: GOOD };
  expectRefusal(await send(echo, { ...sent, query: "?other=1" }), 400, "invalid_input");
  expectRefusal(await send(echo, { ...sent, query: "?dry=true&dry=false" }), 400, "invalid_input");
  expect((await send(echo, { ...sent, query: "?dry=true" })).status).toBe(201);
  expectRefusal(await send(echo, sent, "1%27%20OR%201=1"), 404, "not_found");
});

it("returns domain errors unchanged, with Retry-After", async () => {
  const error = new DomainError("too_many_requests", "Slow down.", { retryAfterSeconds: 2.2 });
  const answer = await send(failing(error), { headers: asToken() });
  expectRefusal(answer, 429, "too_many_requests");
  expect(answer.json).toMatchObject({ error: { message: "Slow down." } });
  expect(answer.response.headers.get("retry-after")).toBe("3");
});

it("hides unknown errors, and logs them with the request's ID", async () => {
  const logged = vi.spyOn(log, "error").mockImplementation(() => undefined);
  const answer = await send(failing(new Error("password is hunter2")), { headers: asToken() });
  expectRefusal(answer, 500, "internal");
  expect(answer.text).not.toContain("hunter2");
  expect(logged).toHaveBeenCalledWith(
    expect.objectContaining({ requestId: errorSchema.parse(answer.json).error.requestId }),
    expect.any(String),
  );
});

it("returns 503 sealed for an envelope that can't be decrypted", async () => {
  vi.spyOn(log, "error").mockImplementation(() => undefined);
  expectRefusal(await send(failing(new SealError("no key")), { headers: asToken() }), 503, "sealed");
});

it("hides fields that the response schema doesn't know or doesn't accept", async () => {
  vi.spyOn(log, "error").mockImplementation(() => undefined);
  const spec = { answer: z.object({ count: z.number() }) };
  const wrong = route(
    spec,
    // Its types forbid it.
    async () => ({ count: "sk-secret" as unknown as number }),
    async () => services,
  );
  const answer = await send(wrong, { headers: asToken() });
  expectRefusal(answer, 500, "internal");
  expect(answer.text).not.toContain("sk-secret");
});

it("returns a conflict for crossing writes", async () => {
  const twice = route(
    {},
    async ({ ctx }) => {
      await ctx.db.app.create({ data: { organisationId: organisation.id, name: "Shop" } });
    },
    async () => services,
  );
  expectRefusal(await send(twice, { headers: asToken() }), 409, "conflict");
});

it("returns 204 without a body", async () => {
  const nothing = route(
    {},
    async () => undefined,
    async () => services,
  );
  const answer = await send(nothing, { method: "DELETE", headers: asToken() });
  expect([answer.status, answer.text]).toEqual([204, ""]);
});

it("lets anyone in on a public route, within its limit and from no foreign page", async () => {
  const open = route(
    { public: true, limit: "setup", body: z.strictObject({}) },
    async () => undefined,
    async () => services,
  );
  const foreign = { origin: "https://evil.example.com", "x-forwarded-for": "192.0.2.2" };
  expectRefusal(await send(open, { headers: foreign }), 403, "forbidden");
  const statuses = [];
  for (let request = 0; request < 21; request += 1) {
    statuses.push((await send(open, { headers: { "x-forwarded-for": "192.0.2.1" } })).status);
  }
  expect(statuses).toEqual([...Array<number>(20).fill(204), 429]);
  expect((await send(open, { headers: { "x-forwarded-for": "192.0.2.3" } })).status).toBe(204);
});

it("returns the first response for a repeated Idempotency-Key, but reads values each time", async () => {
  const headers = { ...asToken(), "idempotency-key": "once" };
  const first = await send(echo, { headers, body: GOOD });
  const second = await send(echo, { headers, body: GOOD });
  expect([second.status, second.text]).toEqual([201, first.text]);
  expect(second.response.headers.get("idempotency-replayed")).toBe("true");
  expect(second.response.headers.get("cache-control")).toBe("no-store");
  expectRefusal(await send(echo, { headers, body: '{"name":"other"}' }), 422, "idempotency_key_reused");

  let reads = 0;
  const reveal = route(
    { readsValues: true, answer: z.object({ reads: z.number() }) },
    async () => ({ reads: (reads += 1) }),
    async () => services,
  );
  await send(reveal, { headers });
  expect((await send(reveal, { headers })).json).toEqual({ reads: 2 });
});
