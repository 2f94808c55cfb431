/**
 * How much a request may cost the database, whatever its caller sends: every route, with the most that its
 * schema allows.
 */
import { stubSettings } from "@/lib/testing/stub-settings";
import { afterAll, beforeAll, expect, it, vi } from "vitest";
import { v7 as uuidv7 } from "uuid";
import * as z from "zod";
import { createDb, type Db } from "@/lib/db";
import { PROMPT } from "@/lib/database/session";
import { route } from "@/lib/http/handle";
import { spendCost } from "@/lib/requests/budgets";
import { type TestDatabase, testDatabase } from "@/installation/testing/database";
import { type TestOrganisation, testOrganisation } from "../harness/organisation";
import { testServices } from "../harness/test-services";
import { makePrincipals, ORIGIN, SECRET } from "./principals";
import { type Row, ROWS } from "./rows";
import { ask, everyRoute } from "./walk";

/** The database cancels a web statement after ten seconds. No possible request comes near that. */
const MOST_MS = 3_000;
/** The same on a busy machine: a multiple of a statement of known cost there. */
const FLOORS = 30;
const MANY = 5_000;
const LONG = "x".repeat(1_000);

let database: TestDatabase;
let organisation: TestOrganisation;
let principals: Awaited<ReturnType<typeof makePrincipals>>;
let environmentIds: string[];
let spentMs = 0;

beforeAll(async () => {
  database = await testDatabase();
  stubSettings({ secret: SECRET, origin: ORIGIN, databaseUrl: database.url });
  const measured = database.db.$extends({
    query: {
      async $allOperations({ args, query }) {
        const begun = performance.now();
        try {
          return (await query(args)) as unknown;
        } finally {
          spentMs += performance.now() - begun;
        }
      },
    },
  }) as unknown as Db;
  const services = testServices(measured);
  Object.assign(globalThis, { phaseServices: Promise.resolve(services) });
  organisation = await testOrganisation(testServices(database.db));
  principals = await makePrincipals(organisation);
  await fill();
}, 180_000);
afterAll(async () => {
  Object.assign(globalThis, { phaseServices: undefined });
  vi.unstubAllEnvs();
  await database.drop();
});

/** Far more than most have, in the environment and the log that all requests use. */
async function fill(): Promise<void> {
  const { db } = database;
  const { development, app } = organisation;
  const environments = Array.from({ length: 500 }, (_, nth) => ({
    id: uuidv7(),
    appId: app.id,
    name: `E ${nth}`,
    position: nth + 3,
  }));
  await db.environment.createMany({ data: environments });
  environmentIds = environments.map(({ id }) => id);
  const rows = Array.from({ length: MANY }, (_, nth) => ({
    environmentId: development,
    key: `KEY_${nth}`,
    envelope: "-",
    comment: LONG,
  }));
  // In batches, because all parts of their long comments are indexed.
  for (let done = 0; done < MANY; done += 250)
    await db.secret.createMany({ data: rows.slice(done, done + 250) });
  await db.serviceToken.createMany({
    data: Array.from({ length: MANY }, (_, nth) => ({
      organisationId: organisation.id,
      name: `t ${nth}`,
      tokenHash: `hash ${nth}`,
      tokenHint: "…",
      scopes: ["secrets:read"],
      environmentIds: [],
      createdBy: "user:x",
    })),
  });
}

/** About 100 ms where nothing else is done. */
async function floorMs(): Promise<number> {
  const begun = performance.now();
  await database.db.$queryRaw`SELECT count(*) FROM generate_series(1, 1000000)`;
  return performance.now() - begun;
}

const roles = () => environmentIds.map((environmentId) => ({ environmentId, role: "viewer" }));
const lines = () => Array.from({ length: 1_000 }, (_, nth) => `KEY_${nth}=${"v".repeat(200)}`).join("\n");

/** The most expensive value if it isn't the largest number, by the route's name. */
const DEAREST: Record<string, () => Partial<Row>> = {
  "GET /api/v1/secrets": () => ({ query: `?limit=50&search=${"x ".repeat(9)}x` }),
  "GET /api/v1/overview/rows": () => ({ query: `?sort=place&limit=100&search=${"x ".repeat(9)}x` }),
  "GET /api/v1/environments/[id]/secret-page": () => ({ query: `?filter=${"x ".repeat(9)}x` }),
  "POST /api/v1/environments/[id]/secrets": () => ({ body: { key: "{unique}", value: "v".repeat(65_536) } }),
  "POST /api/v1/environments/[id]/secrets/import": () => ({ body: { text: lines(), onConflict: "replace" } }),
  "POST /api/v1/environments/[id]/rotating-secrets": () => ({ query: "?dryRun=true&count=100" }),
  // Phase compares the file with everything that exists.
  "POST /api/v1/configuration": () => ({
    query: "?dryRun=true",
    body: {
      file: "version: 1\nthirdPartyCredentials: {}\napps: {}\nserviceTokens: {}\nwebhooks: {}\n",
      prune: true,
    },
  }),
  "POST /api/v1/members": () => ({
    body: { email: "{unique}@example.com", role: "viewer", environmentRoles: roles() },
  }),
  "PATCH /api/v1/members/[id]": () => ({ body: { role: "viewer", environmentRoles: roles() } }),
  "POST /api/v1/service-tokens": () => ({
    body: { name: "{unique}", scopes: ["secrets:read"], environmentIds },
  }),
  // They check once a second, so waiting longer costs no more per time.
  "GET /api/v1/rotations/[id]": () => ({ query: "?wait=2" }),
  "POST /api/v1/rotating-secrets/[id]/rotate": () => ({ query: "?wait=2" }),
  "PATCH /api/v1/third-party-credentials/[id]": () => ({
    body: { environmentIds, projectIds: environmentIds },
  }),
};

/** The largest number of each kind that the query accepts. */
function largestQuery(query: z.ZodType | undefined): string {
  if (query === undefined) return "";
  const { properties = {} } = z.toJSONSchema(query, { io: "input", unrepresentable: "any" }) as {
    properties?: Record<string, { maximum?: number }>;
  };
  const numbers = Object.entries(properties).flatMap(([name, { maximum }]) =>
    maximum === undefined ? [] : [`${name}=${maximum}`],
  );
  return numbers.length === 0 ? "" : `?${numbers.join("&")}`;
}

/** A stream has no end to wait for. */
const ENDLESS = ["GET /api/v1/environments/[id]/secrets/stream"];

const asked = everyRoute.filter(({ name }) => name in ROWS && !ENDLESS.includes(name));

it.each(asked)("$name costs the database little at its most expensive", async (route) => {
  const owner = principals.living["o"];
  if (owner === undefined) throw new Error("There is no owner.");
  const plain = ROWS[route.name];
  if (plain === undefined) throw new Error("There is no such row.");
  const row = {
    ...plain,
    query: plain.query ?? largestQuery(route.serve.spec?.query),
    ...DEAREST[route.name]?.(),
  };
  spentMs = 0;
  const response = await ask({ organisation, owner: principals.owner }, route, row, owner, "Development");
  await response.arrayBuffer();
  // Refused at the start, the request would prove nothing.
  expect([400, 413, 429]).not.toContain(response.status);
  if (spentMs >= MOST_MS) expect(spentMs).toBeLessThan(FLOORS * (await floorMs()));
});

it("defines the most expensive request for existing routes, and no other", () => {
  expect(Object.keys(DEAREST).filter((name) => !asked.some((route) => route.name === name))).toEqual([]);
});

it("ends at a statement that the web must not wait for", async () => {
  const db = createDb(database.url, { ...PROMPT, max: 1 });
  const [row] = await db.$queryRaw<{ limit: string }[]>`SELECT current_setting('statement_timeout') AS limit`;
  expect(row?.limit).toBe("10s");
  await db.$disconnect();
});

it.each([
  ["GET /api/v1/overview/rows", "search", "?search=x", ""],
  ["GET /api/v1/environments/[id]/secret-page", "search", "?filter=x", ""],
  ["POST /api/v1/environments/[id]/rotating-secrets", "change", "", "?dryRun=true"],
  ["POST /api/v1/environments/[id]/rotating-secrets", "preview", "?dryRun=true", ""],
] as const)("counts %s among those of %s with %j, not with %j", async (name, cost, counted, other) => {
  const [found, row] = [everyRoute.find((each) => each.name === name), ROWS[name]];
  if (found === undefined || row === undefined) throw new Error(`There is no ${name}.`);
  const caller = await principals.anotherOwner();
  const isUsedUp = () =>
    spendCost(cost, caller.userId ?? "").then(
      () => false,
      () => true,
    );
  while (!(await isUsedUp()));
  const statusOf = async (query: string) =>
    (await ask({ organisation, owner: principals.owner }, found, { ...row, query }, caller, "Development"))
      .status;
  expect(await statusOf(counted)).toBe(429);
  expect(await statusOf(other)).not.toBe(429);
});

it("refuses only the caller who sends too many expensive requests", async () => {
  const costly = route(
    { cost: "import" },
    () => Promise.resolve(),
    () => Promise.resolve(testServices(database.db)),
  );
  const statusFor = async (letter: string) => {
    const { headers = {} } = principals.living[letter] ?? {};
    const request = new Request(`${ORIGIN}/api/v1/apps`, { method: "POST", headers });
    return (await costly(request, { params: Promise.resolve({}) })).status;
  };
  for (let time = 0; time < 60; time += 1) expect(await statusFor("s")).toBe(204);
  expect(await statusFor("s")).toBe(429);
  expect(await statusFor("r")).toBe(204);
});
