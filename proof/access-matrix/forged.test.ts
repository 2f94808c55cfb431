/** Requests that another site makes a member's browser send, in every form, to every route that changes something. */
import { ensureInstance } from "@/lib/instance/instance";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { everyTable } from "./every-table";
import { ORIGIN, type Principal } from "./principals";
import { ROWS } from "./rows";
import { openStage, type Stage } from "./stage";
import { everyRoute, requestOf, send } from "./walk";

const { host, hostname } = new URL(ORIGIN);

/** The headers that differ from the console's own. Null removes one. */
const FORGED: Record<string, Record<string, string | null>> = {
  "no Origin": { origin: null },
  "an Origin of null": { origin: "null" },
  "an empty Origin": { origin: "" },
  "another site's Origin": { origin: "https://evil.example" },
  "a name that begins alike": { origin: `https://${host}.evil.example` },
  "a name below": { origin: `https://evil.${host}` },
  "the name as a login": { origin: `https://${host}@evil.example` },
  "plain http": { origin: `http://${host}` },
  "another port": { origin: `https://${hostname}:8443` },
  "two Origins": { origin: `${ORIGIN}, https://evil.example` },
  "a browser that says cross-site": { "sec-fetch-site": "cross-site" },
  "a browser that says same-site": { "sec-fetch-site": "same-site" },
  "a navigation": { "sec-fetch-site": "none" },
  "a form": { origin: null, "content-type": "text/plain" },
  "a form that claims a method": { origin: null, "x-http-method-override": "PUT" },
};

let stage: Stage;
let database: Stage["database"];
let organisation: Stage["organisation"];
let principals: Stage["principals"];

beforeAll(async () => {
  stage = await openStage();
  ({ database, organisation, principals } = stage);
  // The installation's own row is created once, by the first request.
  await ensureInstance(database.db, stage.services.keyring);
});
afterAll(() => stage.close());

const place = () => ({ organisation, owner: principals.owner });
const signedIn = (): Principal => {
  const owner = principals.living["o"];
  if (owner === undefined) throw new Error("There is no owner.");
  return owner;
};

const changing = everyRoute.filter(({ name, method }) => name in ROWS && method !== "GET");

describe.each(changing)("$name", (route) => {
  it("refuses every forged request of a signed-in owner's browser, and changes nothing", async () => {
    const row = ROWS[route.name];
    if (row === undefined) throw new Error(`There is no row for ${route.name}.`);
    const { request, params } = await requestOf(place(), route, row, signedIn(), "Development");
    const before = await everyTable(database.db);
    for (const [shape, headers] of Object.entries(FORGED)) {
      const forged = new Request(request.clone());
      for (const [name, value] of Object.entries(headers)) {
        if (value === null) forged.headers.delete(name);
        else forged.headers.set(name, value);
      }
      const response = await send(route, { request: forged, params });
      expect(response.status, shape).toBe(403);
    }
    expect(await everyTable(database.db)).toEqual(before);
  });
});

const reading = everyRoute.filter(
  ({ name, method, path }) => method === "GET" && name in ROWS && !path.endsWith("/stream"),
);

it.each(reading)("$name changes nothing, whatever method it claims", async (route) => {
  const row = ROWS[route.name];
  if (row === undefined) throw new Error(`There is no row for ${route.name}.`);
  const { request, params } = await requestOf(place(), route, row, signedIn(), "Development");
  request.headers.set("x-http-method-override", "DELETE");
  const before = await everyTable(database.db);
  const response = await send(route, { request, params });
  await response.arrayBuffer();
  // The subjects have no real envelope. Decrypting one fails once the request has come that far.
  expect([200, 502, 503]).toContain(response.status);
  expect(await everyTable(database.db)).toEqual(before);
});
