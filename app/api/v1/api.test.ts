/** Rules for every route, tested on the routes themselves. */
import { stubSettings } from "@/lib/testing/stub-settings";
import { encode } from "next-auth/jwt";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import * as z from "zod";
import { readEvents } from "@/cli/sse";
import { errorSchema } from "@/lib/api/common";
import { callRoute, HERE, SOME_ID, METHODS, type Sent } from "@/proof/harness/call-route";
import { type TestOrganisation, testOrganisation } from "@/proof/harness/organisation";
import { testServices } from "@/proof/harness/test-services";
import type { Route } from "@/lib/http/handle";
import { ChangeFeed } from "@/lib/live/change-feed";
import { insertToken } from "@/lib/tokens/insert-token";
import { type TestDatabase, testDatabase } from "@/installation/testing/database";
import { ROUTES } from "./openapi.json/routes";

const SECRET = "a secret for this suite, long enough";

const UNPAGED = [
  "/environments/{id}/secret-page",
  "/environments/{id}/secrets",
  "/overview",
  "/overview/environments",
  "/overview/needs",
  "/rotating-secrets/{id}/schedule",
  "/secrets",
  "/third-party-credentials/{id}/openai/projects",
];

let database: TestDatabase;
let organisation: TestOrganisation;
let token: string;

beforeAll(async () => {
  stubSettings({ secret: SECRET });
  database = await testDatabase({ as: "program" });
  const services = testServices(database.db);
  // Where routes find the process's services.
  Object.assign(globalThis, { phaseServices: Promise.resolve(services) });
  organisation = await testOrganisation(services);
  const owner = await organisation.person("owner");
  token = (await insertToken(database.db, owner, { name: "suite", scopes: ["admin"], expiresAt: null }))
    .token;
});

afterAll(async () => {
  Object.assign(globalThis, { phaseServices: undefined, phaseChangeFeed: undefined });
  vi.unstubAllEnvs();
  await database.drop();
});

const call = (path: string, sent?: Sent, params?: Record<string, string>) =>
  callRoute(token, path, sent, params);

const everyRoute: [string, string, Route][] = Object.entries(ROUTES).flatMap(([path, functions]) =>
  METHODS.flatMap((method): [string, string, Route][] => {
    const serve = functions[method];
    return serve === undefined ? [] : [[method, path, serve]];
  }),
);

function expectError(answer: Awaited<ReturnType<typeof call>>, status: number, code: string): void {
  const { error } = errorSchema.parse(JSON.parse(answer.text));
  expect([answer.status, error.code]).toEqual([status, code]);
  expect(answer.headers.get("x-request-id")).toBe(error.requestId);
  expect(answer.headers.get("cache-control")).toBe("no-store");
}

describe.each(everyRoute)("%s %s", (method, path, serve) => {
  it("refuses requests without a session or token, and those with a wrong one", async () => {
    if (serve.spec.public === true) return;
    const body = method === "GET" ? undefined : {};
    expectError(await call(path, { method, body, headers: { authorization: "" } }), 401, "unauthenticated");
    const wrong = `Bearer phs_${"A".repeat(49)}`;
    expectError(
      await call(path, { method, body, headers: { authorization: wrong } }),
      401,
      "unauthenticated",
    );
  });

  it("refuses unknown fields and parameters", async () => {
    if (serve.spec.public === true) return;
    if (method !== "GET") {
      expectError(await call(path, { method, body: { surprise: true } }), 400, "invalid_input");
    }
    const answer = await call(path, {
      method,
      query: "?surprise=1",
      body: method === "GET" ? undefined : {},
    });
    expectError(answer, 400, "invalid_input");
  });

  it("answers not found for an invalid ID and for one that names nothing", async () => {
    const ids = [...path.matchAll(/\{(\w+)\}/g)].map(([, name = ""]) => name);
    if (ids.length === 0) return;
    const body = method === "GET" ? undefined : {};
    const none = Object.fromEntries(ids.map((name) => [name, "no-id"]));
    expectError(await call(path, { method, body }, none), 404, "not_found");
    // A token has no sessions to end.
    if (serve.spec.body !== undefined || path === "/sessions/{id}") return;
    expectError(await call(path, { method, body }), 404, "not_found");
  });
});

it("performs a POST once per Idempotency-Key, for every kind of POST", async () => {
  const twice = async (path: string, sent: Sent, params: Record<string, string> = {}) => {
    const headers = { "idempotency-key": `${path} ${JSON.stringify(params)}`.replaceAll(/\s/g, "-") };
    const first = await call(path, { ...sent, method: "POST", headers }, params);
    const second = await call(path, { ...sent, method: "POST", headers }, params);
    expect(first.status).toBeLessThan(300);
    expect([second.status, second.text]).toEqual([first.status, first.text]);
    expect(second.headers.get("idempotency-replayed")).toBe("true");
    const other = await call(path, { method: "POST", headers, body: { other: 1 } }, params);
    // An invalid body is refused as such. A valid one counts as another request.
    expect([400, 422]).toContain(other.status);
    return first.text === "" ? null : (JSON.parse(first.text) as { id: string });
  };
  const { db } = database;
  await twice("/apps", { body: { name: "Once" } });
  expect(await db.app.count({ where: { name: "Once" } })).toBe(1);
  await twice("/service-tokens", { body: { name: "once", scopes: ["admin"] } });
  expect(await db.serviceToken.count({ where: { name: "once" } })).toBe(1);
  const webhook = await twice("/webhooks", { body: { name: "Once", url: "https://example.com/" } });
  const id = webhook?.id ?? "";
  await twice("/webhooks/{id}/rotate-secret", {}, { id });
  expect(await db.webhookSecret.count({ where: { endpointId: id } })).toBe(2);
  const delivery = await twice("/webhooks/{id}/test", {}, { id });
  expect(await db.delivery.count({ where: { endpointId: id } })).toBe(1);
  const deliveryId = delivery?.id ?? "";
  await twice("/webhooks/{id}/deliveries/{deliveryId}/redeliver", {}, { id, deliveryId });
  await twice(
    "/environments/{id}/secrets",
    { body: { key: "ONCE", value: "1" } },
    { id: organisation.development },
  );
  expect(await db.secret.count({ where: { key: "ONCE" } })).toBe(1);
});

it("offers Idempotency-Key in the document on every POST that changes something", () => {
  const posts = everyRoute.filter(([method, , { spec }]) => method === "POST" && spec.public !== true);
  const without = posts.filter(([, , { spec }]) => spec.readsValues === true).map(([, path]) => path);
  expect(without).toEqual(["/secrets/{id}/reveal"]);
});

it("answers 304 to the current ETag in each format, and the new values after a change", async () => {
  const params = { id: organisation.staging };
  const path = "/environments/{id}/secrets";
  await call(path, { method: "POST", body: { key: "A", value: "1" } }, params);
  const first = await call(path, {}, params);
  const etag = first.headers.get("etag") ?? "";
  expect(etag).toMatch(/^"[^"]+"$/);
  const compressed = etag.replace(/"$/, '-gzip"');
  for (const tag of [etag, `W/${etag}`, `"other", ${etag}`, compressed, `W/${compressed}`, "*"]) {
    const again = await call(path, { headers: { "if-none-match": tag } }, params);
    expect([again.status, again.text, again.headers.get("etag")]).toEqual([304, "", etag]);
  }
  const dotenv = await call(path, { query: "?format=env", headers: { "if-none-match": etag } }, params);
  expect(dotenv.status).toBe(200);
  await call(path, { method: "POST", body: { key: "B", value: "2" } }, params);
  const changed = await call(path, { headers: { "if-none-match": etag } }, params);
  expect(changed.status).toBe(200);
  expect(changed.headers.get("etag")).not.toBe(etag);
});

const pageSchema = z.object({
  entries: z.array(z.object({ id: z.string() })),
  nextCursor: z.string().nullable(),
});

it("pages through a growing list without gaps or repetitions", async () => {
  for (let turn = 0; turn < 7; turn++) await call("/apps", { method: "POST", body: { name: `App ${turn}` } });
  const all = pageSchema.parse(JSON.parse((await call("/audit", { query: "?limit=200" })).text));
  expect(all.nextCursor).toBeNull();
  const seen: string[] = [];
  let cursor: string | null = null;
  do {
    const query: string = `?limit=3${cursor === null ? "" : `&cursor=${cursor}`}`;
    const page = pageSchema.parse(JSON.parse((await call("/audit", { query })).text));
    seen.push(...page.entries.map(({ id }) => id));
    cursor = page.nextCursor;
    await call("/apps", { method: "POST", body: { name: `Later ${seen.length}` } });
  } while (cursor !== null);
  expect(seen).toEqual(all.entries.map(({ id }) => id));
  for (const query of ["?limit=0", "?limit=201", "?limit=x", "?cursor=x"]) {
    expectError(await call("/audit", { query }), 400, "invalid_input");
  }
});

it("returns a list whole if it fits on one page", async () => {
  const listSchema = z.object({
    apps: z.array(z.object({ id: z.string() })),
    nextCursor: z.string().nullable(),
  });
  const list = async (query: string) => listSchema.parse(JSON.parse((await call("/apps", { query })).text));
  const all = await list("");
  expect(all.nextCursor).toBeNull();
  expect(all.apps.length).toBeGreaterThan(3);
  const seen: string[] = [];
  for (let query = "?limit=2"; query !== "";) {
    const { apps, nextCursor } = await list(query);
    seen.push(...apps.map(({ id }) => id));
    query = nextCursor === null ? "" : `?limit=2&cursor=${nextCursor}`;
  }
  expect(seen).toEqual(all.apps.map(({ id }) => id));
  for (const query of [`?cursor=${SOME_ID}`, "?limit=0", "?limit=201"]) {
    expectError(await call("/apps", { query }), 400, "invalid_input");
  }
});

it("accepts cursor and limit in every list", () => {
  const lists = everyRoute.filter(([method, path, { spec }]) => {
    const answer = spec.answer instanceof z.ZodObject ? Object.values(spec.answer.shape) : [];
    // One item may contain a list.
    const isOne = path.endsWith("}") || ["/me", "/system"].includes(path);
    return method === "GET" && !isOne && answer.some((field) => field instanceof z.ZodArray);
  });
  const unpaged = lists.filter(([, , { spec }]) => {
    const query = spec.query instanceof z.ZodObject ? Object.keys(spec.query.shape) : [];
    return !query.includes("cursor") || !query.includes("limit");
  });
  // Values are read in one snapshot, a schedule has its count, a search its limit, and the others serve one
  // page of the console.
  expect(unpaged.map(([, path]) => path)).toEqual(UNPAGED);
});

it("says when to return once a limit is used up", async () => {
  const made = await call("/webhooks", {
    method: "POST",
    body: { name: "Many", url: "https://example.com/" },
  });
  const { id } = z.object({ id: z.string() }).parse(JSON.parse(made.text));
  const statuses: number[] = [];
  let refused = await call("/webhooks/{id}/test", { method: "POST" }, { id });
  while (refused.status === 202 && statuses.length < 100) {
    statuses.push(refused.status);
    refused = await call("/webhooks/{id}/test", { method: "POST" }, { id });
  }
  expectError(refused, 429, "too_many_requests");
  const seconds = Number(refused.headers.get("retry-after"));
  expect(seconds).toBeGreaterThan(0);
  expect(seconds).toBeLessThanOrEqual(60);
});

async function openStream(environmentId: string, authorization: string) {
  const address = `${HERE}/environments/${environmentId}/secrets/stream`;
  const serve = ROUTES["/environments/{id}/secrets/stream"]?.GET;
  const response = await serve?.(new Request(address, { headers: { authorization } }), {
    params: Promise.resolve({ id: environmentId }),
  });
  if (!response?.body) throw new Error("There is no stream.");
  return readEvents(response.body, { firstMs: 10_000, nextMs: 10_000 });
}

it("ends a stream when its token is revoked, and reports sessions and members that end", async () => {
  const { db } = database;
  const feed = new ChangeFeed(database.url);
  Object.assign(globalThis, { phaseChangeFeed: feed });
  const made = await call("/service-tokens", { method: "POST", body: { name: "reader", scopes: ["admin"] } });
  const reader = z.object({ id: z.string(), token: z.string() }).parse(JSON.parse(made.text));
  const stream = await openStream(organisation.staging, `Bearer ${reader.token}`);
  expect(await stream.next()).toMatchObject({ value: { event: "change" } });
  await call("/service-tokens/{id}", { method: "DELETE", body: {} }, { id: reader.id });
  expect(await stream.next()).toMatchObject({ done: true });

  const heard: string[] = [];
  const { promise: heardAll, resolve } = Promise.withResolvers<void>();
  feed.subscribe((change) => {
    if (change !== null) heard.push(change.table);
    if (heard.length === 2) resolve();
  });
  const { actor } = await organisation.person("viewer");
  await db.session.updateMany({ where: { userId: actor.userId }, data: { endedAt: new Date() } });
  await db.member.deleteMany({ where: { userId: actor.userId } });
  await heardAll;
  expect(heard).toEqual(["session", "member"]);
  await feed.close();
});

it("counts all values of an environment against a person's limit, and lets programs continue", async () => {
  const { sessionToken } = await organisation.person("developer");
  const jwt = await encode({ token: { sessionToken }, secret: SECRET });
  const read = async (headers: Record<string, string>) =>
    (await call("/environments/{id}/secrets", { headers }, { id: organisation.development })).status;
  const asPerson = { authorization: "", cookie: `__Host-next-auth.session-token=${jwt}` };
  for (let time = 0; time < 30; time += 1) expect(await read(asPerson)).toBe(200);
  expect(await read(asPerson)).toBe(429);
  for (let time = 0; time < 31; time += 1) expect(await read({})).toBe(200);
});
