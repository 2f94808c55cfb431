/** The headers that every response has, and those that callers may send. */
import { afterAll, beforeAll, expect, it, vi } from "vitest";
import * as z from "zod";
import { errorSchema } from "@/lib/api/common";
import { testOrganisation } from "@/proof/harness/organisation";
import { testServices } from "@/proof/harness/test-services";
import { DomainError } from "@/lib/errors";
import type { EngineServices } from "@/lib/rotation/services";
import { stubSettings } from "@/lib/testing/stub-settings";
import { insertToken } from "@/lib/tokens/insert-token";
import { type TestDatabase, testDatabase } from "@/installation/testing/database";
import { type Route, route } from "./handle";

let database: TestDatabase;
let services: EngineServices;
let token: string;

beforeAll(async () => {
  stubSettings({ secret: "a secret for this suite, long enough" });
  database = await testDatabase();
  services = testServices(database.db);
  const owner = await (await testOrganisation(services)).person("owner");
  token = (await insertToken(database.db, owner, { name: "suite", scopes: ["admin"], expiresAt: null }))
    .token;
});
afterAll(async () => {
  vi.unstubAllEnvs();
  await database.drop();
});

const GOOD = JSON.stringify({ name: "thing" });
const asToken = () => ({ authorization: `Bearer ${token}`, "content-type": "application/json" });

const echo = route(
  { body: z.strictObject({ name: z.string() }), answer: z.object({ name: z.string() }), status: 201 },
  async ({ body }) => body,
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

type Sent = { method?: string; headers: Record<string, string>; body?: string };

async function send(to: Route, { method = "POST", headers, body }: Sent) {
  const request = new Request("http://localhost:3000/api/v1/things", { method, headers, body: body ?? null });
  const response = await to(request, { params: Promise.resolve({}) });
  const text = await response.text();
  return { response, status: response.status, json: text === "" ? null : (JSON.parse(text) as unknown) };
}

function expectRefusal(answer: Awaited<ReturnType<typeof send>>, status: number, code: string): void {
  expect([answer.status, errorSchema.parse(answer.json).error.code]).toEqual([status, code]);
}

it("keeps a well-formed request ID, and replaces any other", async () => {
  const idOf = async (id: string) => {
    const answer = await send(echo, { headers: { ...asToken(), "x-request-id": id }, body: "{}" });
    expectRefusal(answer, 400, "invalid_input");
    return answer.response.headers.get("x-request-id");
  };
  expect(await idOf("deploy-42/step:1")).toBe("deploy-42/step:1");
  for (const id of ["short", "with a blank", "a".repeat(129), "<script>alert(1)", "ümlaut-in-it"]) {
    expect(await idOf(id)).toMatch(/^[0-9a-f-]{36}$/);
  }
});

it("refuses callers who accept none of its types, and returns every error", async () => {
  const sent = (accept: string) => ({ headers: { ...asToken(), accept }, body: GOOD });
  expectRefusal(await send(echo, sent("text/html, application/xml")), 406, "not_acceptable");
  expect((await send(echo, sent("text/html, */*;q=0.1"))).status).toBe(201);
});

it("returns an error as a problem to callers who accept that, also when repeated", async () => {
  const headers = { ...asToken(), accept: "application/problem+json", "idempotency-key": "problem" };
  for (const replayed of [null, "true"]) {
    const { response, json } = await send(failing(new DomainError("in_use", "Something needs it.")), {
      headers,
    });
    expect(response.status).toBe(409);
    expect(response.headers.get("idempotency-replayed")).toBe(replayed);
    expect(response.headers.get("content-type")).toBe("application/problem+json");
    expect(json).toMatchObject({
      type: expect.stringMatching(/\/docs\/errors#in_use$/) as string,
      title: "Something else still uses the resource.",
      status: 409,
      detail: "Something needs it.",
      code: "in_use",
      requestId: expect.any(String) as string,
    });
  }
});

it("returns what is left of each limit, and in a refusal that nothing is", async () => {
  const limited = route(
    { limit: "export" },
    async () => undefined,
    async () => services,
  );
  const first = await send(limited, { headers: asToken() });
  expect(first.response.headers.get("ratelimit-policy")).toBe('"requests";q=60000;w=60, "export";q=10;w=60');
  expect(first.response.headers.get("ratelimit")).toMatch(/^"requests";r=\d+;t=\d+, "export";r=9;t=\d+$/);
  for (let request = 0; request < 9; request += 1) await send(limited, { headers: asToken() });
  const refused = await send(limited, { headers: asToken() });
  expectRefusal(refused, 429, "too_many_requests");
  expect(refused.response.headers.get("ratelimit")).toContain('"export";r=0;');
});

it("names the path and state of what was created, also when repeated", async () => {
  const made = route(
    {
      answer: z.object({ id: z.string() }),
      status: 201,
      location: ({ id }) => `/things/${id}`,
      tag: ({ id }) => `tag-of-${id}`,
    },
    async () => ({ id: "a" }),
    async () => services,
  );
  for (let turn = 0; turn < 2; turn += 1) {
    const { response } = await send(made, { headers: { ...asToken(), "idempotency-key": "made" } });
    expect(response.headers.get("location")).toBe("/api/v1/things/a");
    expect(response.headers.get("etag")).toBe('"tag-of-a"');
  }
});

it("refuses an If-Match for a resource without a state", async () => {
  const ran = vi.fn();
  const gone = route(
    {},
    async () => void ran(),
    async () => services,
  );
  const sent = { method: "DELETE", headers: { ...asToken(), "if-match": "*" } };
  expectRefusal(await send(gone, sent), 412, "precondition_failed");
  expect(ran).not.toHaveBeenCalled();
});
