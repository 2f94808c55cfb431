import { stubSettings } from "@/lib/testing/stub-settings";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { ChangeFeed } from "@/lib/live/change-feed";
import { testServices } from "../harness/test-services";
import { type TestDatabase, testDatabase } from "@/installation/testing/database";
import { type TestOrganisation, testOrganisation } from "../harness/organisation";
import { makePrincipals, ORIGIN, SECRET } from "./principals";
import { ANYONE, ROWS } from "./rows";
import { ask, type Environment, everyRoute } from "./walk";

let database: TestDatabase;
let organisation: TestOrganisation;
let principals: Awaited<ReturnType<typeof makePrincipals>>;

beforeAll(async () => {
  database = await testDatabase();
  stubSettings({ secret: SECRET, origin: ORIGIN, databaseUrl: database.url });
  const services = testServices(database.db);
  // Where routes find the process's services.
  Object.assign(globalThis, {
    phaseServices: Promise.resolve(services),
    phaseChangeFeed: new ChangeFeed(database.url),
  });
  organisation = await testOrganisation(services);
  principals = await makePrincipals(organisation);
});

afterAll(async () => {
  const { phaseChangeFeed } = globalThis as { phaseChangeFeed?: ChangeFeed };
  await phaseChangeFeed?.close();
  Object.assign(globalThis, { phaseServices: undefined, phaseChangeFeed: undefined });
  vi.unstubAllEnvs();
  await database.drop();
});

async function statusOf(...asked: Parameters<typeof ask> extends [unknown, ...infer Rest] ? Rest : never) {
  const response = await ask({ organisation, owner: principals.owner }, ...asked);
  await response.body?.cancel();
  return response.status;
}

it("has a row for every route, and no other", () => {
  const found = everyRoute.map(({ name, path }) => (`* ${path}` in ANYONE ? `* ${path}` : name));
  expect([...new Set(found)].toSorted()).toEqual([...Object.keys(ROWS), ...Object.keys(ANYONE)].toSorted());
});

describe.each(everyRoute.filter(({ name }) => name in ROWS))("$name", (route) => {
  const row = ROWS[route.name];
  if (row === undefined) throw new Error(`There is no row for ${route.name}.`);
  const environments: Environment[] =
    row.who.Development === row.who.Production ? ["Development"] : ["Development", "Production"];

  it.each(environments)("lets in the right callers, in %s", async (environment) => {
    const letIn: string[] = [];
    for (const [letter, principal] of Object.entries(principals.living)) {
      const status = await statusOf(route, row, principal, environment);
      // Neither of these says anything of who may.
      expect([400, 401, 500], letter).not.toContain(status);
      if (status !== 403 && status !== 404) letIn.push(letter);
    }
    expect(letIn.toSorted()).toEqual(row.who[environment].split(" ").toSorted());
  });

  it("lets in nobody of another organisation", async () => {
    // A session is its member's, and a login is nobody's until someone approves it.
    if (row.subject === undefined || row.subject === "session" || row.subject === "login") return;
    for (const [name, principal] of Object.entries(principals.strangers)) {
      expect(await statusOf(route, row, principal, "Development"), name).toBeOneOf([403, 404]);
    }
  });

  it("rejects credentials that are no longer valid", async () => {
    for (const [name, principal] of Object.entries(principals.dead)) {
      expect(await statusOf(route, row, principal, "Development"), name).toBe(401);
    }
  });
});
