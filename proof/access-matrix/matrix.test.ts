import { readdirSync } from "node:fs";
import { join, relative } from "node:path";
import { ROOT } from "@/installation/root";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { v7 as uuidv7 } from "uuid";
import { ChangeFeed } from "@/lib/live/change-feed";
import { testServices } from "../harness/test-services";
import { type TestDatabase, testDatabase } from "@/installation/testing/database";
import { type TestOrganisation, testOrganisation } from "../harness/organisation";
import { makePrincipals, ORIGIN, type Principal, SECRET } from "./principals";
import { ANYONE, type Row, ROWS } from "./rows";
import { makeSubject } from "./subjects";

const APP = join(ROOT, "app");
const METHODS = ["GET", "POST", "PUT", "PATCH", "DELETE"];

type Serve = (request: Request, context: { params: Promise<unknown> }) => Promise<Response>;

let database: TestDatabase;
let organisation: TestOrganisation;
let principals: Awaited<ReturnType<typeof makePrincipals>>;

beforeAll(async () => {
  database = await testDatabase();
  vi.stubEnv("NEXTAUTH_SECRET", SECRET);
  vi.stubEnv("NEXTAUTH_URL", ORIGIN);
  vi.stubEnv("DATABASE_URL", database.url);
  vi.stubEnv("PHASE_ENCRYPTION_KEYS", `k1:${Buffer.alloc(32).toString("base64")}`);
  const services = testServices(database.db);
  // Where routes look for the process's services.
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

/** Every route of the product, found by its file: "GET /api/v1/apps". */
const routes = await Promise.all(
  readdirSync(APP, { recursive: true, encoding: "utf8" })
    .filter((file) => /(^|\/)route\.tsx?$/.test(file))
    .map(async (file) => {
      const path = `/${relative(".", file).replace(/\/route\.tsx?$/, "")}`.replaceAll(/\/\([^)]+\)/g, "");
      // A file of Next's: it exports a function for each method that it answers.
      const functions = (await import(join(APP, file))) as Record<string, Serve | undefined>;
      return { path, functions };
    }),
);
const everyRoute = routes.flatMap(({ path, functions }) =>
  METHODS.flatMap((method) => {
    const serve = functions[method];
    return serve === undefined ? [] : [{ name: `${method} ${path}`, method, path, serve }];
  }),
);

it("has a row for every route, and no row for what is no route", () => {
  const found = everyRoute.map(({ name, path }) => (`* ${path}` in ANYONE ? `* ${path}` : name));
  expect([...new Set(found)].toSorted()).toEqual([...Object.keys(ROWS), ...Object.keys(ANYONE)].toSorted());
});

type Environment = keyof Row["who"];

async function ask(
  { method, path, serve }: (typeof everyRoute)[number],
  row: Row,
  principal: Principal,
  environment: Environment,
): Promise<number> {
  const environmentId = environment === "Development" ? organisation.development : organisation.production;
  const { userId } = principal;
  const made = await makeSubject(row.subject, {
    organisation,
    owner: principals.owner,
    environmentId,
    userId,
  });
  const body = JSON.stringify(row.body ?? {})
    .replaceAll("{unique}", `U${uuidv7().replaceAll("-", "")}`)
    .replaceAll("{credential}", made.credential ?? "");
  const params = Object.fromEntries(Object.entries(made).filter(([name]) => path.includes(`[${name}]`)));
  const request = new Request(`${ORIGIN}${path}${row.query ?? ""}`, {
    method,
    headers: { "content-type": "application/json", ...principal.headers },
    ...(method === "GET" ? {} : { body }),
  });
  const response = await serve(request, { params: Promise.resolve(params) });
  await response.body?.cancel();
  return response.status;
}

describe.each(everyRoute.filter(({ name }) => name in ROWS))("$name", (route) => {
  const row = ROWS[route.name];
  if (row === undefined) throw new Error(`There is no row for ${route.name}.`);
  const environments: Environment[] =
    row.who.Development === row.who.Production ? ["Development"] : ["Development", "Production"];

  it.each(environments)("lets in whom it should, in %s", async (environment) => {
    const letIn: string[] = [];
    for (const [letter, principal] of Object.entries(principals.living)) {
      const status = await ask(route, row, principal, environment);
      // Neither of these says anything of who may.
      expect([400, 401, 500], letter).not.toContain(status);
      if (status !== 403 && status !== 404) letIn.push(letter);
    }
    expect(letIn.toSorted()).toEqual(row.who[environment].split(" ").toSorted());
  });

  it("knows nobody by what counts no more", async () => {
    for (const [name, principal] of Object.entries(principals.dead)) {
      expect(await ask(route, row, principal, "Development"), name).toBe(401);
    }
  });
});
