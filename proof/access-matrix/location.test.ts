/**
 * Created resources can be found: every route that returns 201 gives the path, with the resource in the
 * returned state.
 */
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Principal } from "./principals";
import { ROWS } from "./rows";
import { openStage, type Stage } from "./stage";
import { ask, everyRoute, send } from "./walk";

let stage: Stage;
let owner: Principal;

beforeAll(async () => {
  stage = await openStage();
  owner = stage.principals.living["o"] ?? { headers: {}, userId: null };
});
afterAll(() => stage.close());

const making = everyRoute.filter(({ serve }) => serve.spec?.status === 201);
/** Routes without a subject: these call the provider first, and a setup happens once. */
const NOT_MADE_HERE = [
  "POST /api/v1/environments/[id]/rotating-secrets",
  "POST /api/v1/setup",
  "POST /api/v1/third-party-credentials",
];

it("knows which routes create something", () => {
  const names = making.map(({ name }) => name);
  expect(names).toEqual(expect.arrayContaining(NOT_MADE_HERE));
  expect(names.length).toBeGreaterThan(NOT_MADE_HERE.length);
});

describe.each(making)("$name", (route) => {
  it("returns its path", () => {
    expect(route.serve.spec).toHaveProperty("location");
  });

  it("can be read there", async () => {
    const row = ROWS[route.name];
    if (row === undefined || NOT_MADE_HERE.includes(route.name)) return;
    const { organisation, principals } = stage;
    const place = { organisation, owner: principals.owner };
    const made = await ask(place, route, row, owner, "Development");
    expect(made.status).toBe(201);
    const location = made.headers.get("location") ?? "";
    const { reading, params } = readerOf(location);
    const request = new Request(new URL(location, "http://localhost"), { headers: owner.headers });
    const read = await send(reading, { request, params });
    expect(read.status).toBe(200);
    const etag = made.headers.get("etag");
    if (etag !== null) expect(read.headers.get("etag")).toBe(etag);
  });
});

/** The route that answers at an address. */
function readerOf(location: string) {
  for (const reading of everyRoute) {
    if (reading.method !== "GET" || reading.path.includes("[...") || reading.path.includes("[[")) continue;
    const pattern = new RegExp(`^${reading.path.replaceAll(/\[(\w+)\]/g, "(?<$1>[^/]+)")}$`);
    const found = pattern.exec(location);
    if (found !== null) return { reading, params: { ...found.groups } };
  }
  throw new Error(`Nobody answers at ${location}.`);
}
