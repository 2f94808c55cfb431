import { readFileSync } from "node:fs";
import { join } from "node:path";
import pino from "pino";
import { afterAll, beforeAll, beforeEach, expect, it, vi } from "vitest";
import { type TestDatabase, testDatabase } from "@/installation/testing/database";
import { type TestOrganisation, testOrganisation } from "@/proof/harness/organisation";
import { DomainError } from "@/lib/errors";
import { route } from "@/lib/http/handle";
import { ROOT } from "@/installation/root";
import { testServices } from "@/proof/harness/test-services";
import { callerOf } from "@/lib/http/request-actor";
import { createToken } from "@/lib/tokens/create-token";
import { securityEventCounts, securityEventOf, reportSecurityEvent } from "./security-events";
import { SECURITY_EVENTS } from "./security-events";

let database: TestDatabase;
let organisation: TestOrganisation;
let lines: Record<string, unknown>[];
const origin = { ip: "203.0.113.9", userAgent: "curl" };
const request = "POST /api/v1/apps";

beforeAll(async () => {
  database = await testDatabase({ as: "program" });
  organisation = await testOrganisation(testServices(database.db));
});
afterAll(() => database.drop());
beforeEach(() => {
  lines = [];
  Object.assign(globalThis, { phaseSecurityEvents: undefined });
});

const services = () => ({
  db: database.db,
  log: pino({}, { write: (line: string) => void lines.push(JSON.parse(line) as Record<string, unknown>) }),
});
const entries = async (action: string) =>
  await database.db.auditEntry.findMany({ where: { action }, orderBy: { id: "asc" } });

it("is one JSON line, one count and one audit entry, with actor and address", async () => {
  const { actor } = await organisation.person("viewer");
  await reportSecurityEvent(services(), "denied", { origin, actor, request });
  expect(lines).toEqual([
    expect.objectContaining({
      securityEvent: "denied",
      actor: `user:${actor.email}`,
      ip: origin.ip,
      request,
    }),
  ]);
  expect(new Map(securityEventCounts()).get("denied")).toBe(1);
  expect(await entries("security.denied")).toMatchObject([
    { actorKind: "user", actorId: actor.userId, ip: origin.ip, subjectName: request, detail: { count: 1 } },
  ]);
});

it("counts repeated events of one caller in one more entry, and separates callers", async () => {
  for (let time = 0; time < 50; time++)
    await reportSecurityEvent(services(), "bad_token", { origin, request }, 300);
  await reportSecurityEvent(
    services(),
    "bad_token",
    { origin: { ...origin, ip: "203.0.113.10" }, request },
    300,
  );
  await vi.waitFor(async () => expect(await entries("security.bad_token")).toHaveLength(3), 5_000);
  const counts = (await entries("security.bad_token")).map(({ ip, detail }) => [ip, detail]);
  expect(counts).toEqual([
    ["203.0.113.9", { count: 1 }],
    ["203.0.113.10", { count: 1 }],
    ["203.0.113.9", { count: 49 }],
  ]);
  expect(lines).toHaveLength(51);
});

it("fails no request if the entry can't be written", async () => {
  const gone = {
    ...services(),
    db: { organisation: { findFirst: () => Promise.reject(new Error("gone")) } },
  };
  // An unreachable database, of which the test needs nothing else.
  await reportSecurityEvent(gone as unknown as ReturnType<typeof services>, "throttled", { origin, request });
  expect(lines.map(({ msg }) => msg)).toContain("A security event couldn't be written to the audit log");
});

it.each([
  [new DomainError("forbidden", "x"), "denied"],
  [new DomainError("forbidden", "x", { securityEvent: "foreign_origin" }), "foreign_origin"],
  [new DomainError("too_many_requests", "x"), "throttled"],
  [new DomainError("unauthenticated", "x", { securityEvent: "bad_token" }), "bad_token"],
  [new DomainError("unauthenticated", "x"), null],
  [new DomainError("not_found", "x"), null],
  [new Error("x"), null],
])("%s is %s", (error, type) => {
  expect(securityEventOf(error)).toBe(type);
});

it("has a row in docs/security.md for every type", () => {
  const document = readFileSync(join(ROOT, "docs/security.md"), "utf8");
  const rows = [...document.matchAll(/^\| `(\w+)` +\| (.+?) +\|$/gm)].map(([, type, words]) => [type, words]);
  expect(Object.fromEntries(rows)).toMatchObject(
    Object.fromEntries(Object.entries(SECURITY_EVENTS).map(([type, { meaning }]) => [type, meaning])),
  );
});

it("is recorded for a request with a bad token", async () => {
  const serve = route(
    {},
    () => Promise.resolve(),
    () => Promise.resolve(testServices(database.db)),
  );
  const headers = { authorization: `Bearer phs_${"x".repeat(43)}` };
  const asked = new Request("http://127.0.0.1:3000/api/v1/apps", { headers });
  expect((await serve(asked, { params: Promise.resolve({}) })).status).toBe(401);
  expect(new Map(securityEventCounts()).get("bad_token")).toBe(1);
});

it("without an account is logged in the organisation concerned, else in the first one", async () => {
  const other = await testOrganisation(testServices(database.db));
  const { email } = await other.person("developer");
  const of = async (action: string) => (await entries(action)).at(-1);
  await reportSecurityEvent(services(), "sign_in_refused", { origin, request, email });
  expect(await of("security.sign_in_refused")).toMatchObject({
    organisationId: other.id,
    subjectType: "user",
    subjectName: email,
  });
  const unknown = { origin, request, email: "nobody@example.com" };
  await reportSecurityEvent(services(), "sign_in_refused", unknown);
  expect(await of("security.sign_in_refused")).toMatchObject({ organisationId: organisation.id });

  const owner = await other.person("owner");
  const { token } = await createToken(owner, { name: "gone", scopes: ["secrets:read"] });
  await database.db.serviceToken.updateMany({ data: { revokedAt: new Date() } });
  const asked = new Request("http://127.0.0.1:3000/api/v1/apps", {
    headers: { authorization: `Bearer ${token}` },
  });
  const error = await callerOf(database.db, asked).catch((refusal: unknown) => refusal);
  expect(error).toMatchObject({ details: { organisationId: other.id } });
});

it("keeps only the significant part of a path, however long the caller makes it", async () => {
  await reportSecurityEvent(services(), "setup_code_refused", {
    origin,
    request: `GET /api/v1/${"a.".repeat(8_000)}`,
  });
  expect(lines.at(-1)).toMatchObject({ request: expect.stringMatching(/^GET .{196}$/) as unknown });
  const [entry] = await entries("security.setup_code_refused");
  expect(entry?.subjectName).toHaveLength(200);
});
