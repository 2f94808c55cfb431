/**
 * Odd requests to every route: bad bodies, paths and headers, and nearly valid ones. Nothing breaks, nothing
 * reveals internals.
 */
import * as fc from "fast-check";
import { afterAll, beforeAll, expect, it, vi } from "vitest";
import { type Principal } from "./principals";
import { ROWS } from "./rows";
import { openStage, type Stage } from "./stage";
import { type Asked, everyRoute, requestOf, send } from "./walk";

/** Per route. PHASE_FUZZ_RUNS plays more. */
const RUNS = Number(process.env.PHASE_FUZZ_RUNS ?? 25);
/** What only the server knows: stacks, statements, packages. */
const INSIDE = /\bat \S+ \(|node_modules|\.ts:\d|prisma|\bSELECT\b|postgres|ECONN/i;

vi.setConfig({ testTimeout: 20_000 + RUNS * 2_000 });

let stage: Stage;
let organisation: Stage["organisation"];
let principals: Stage["principals"];

beforeAll(async () => {
  stage = await openStage();
  ({ organisation, principals } = stage);
});
afterAll(() => stage.close());

const text = fc.oneof(
  fc.string({ unit: "binary", maxLength: 200 }),
  fc.constantFrom(
    "",
    "\u0000",
    "\u202e",
    "../..",
    "%00",
    "__proto__",
    "{}",
    "' OR 1=1 --",
    "a".repeat(70_000),
  ),
);
const anything = fc.oneof(
  fc.jsonValue({ maxDepth: 4 }),
  text,
  fc.constantFrom(-1, 2 ** 53, 1e308, null, [], true, { constructor: { prototype: {} } }),
);

/** A nearly valid body: one field missing, changed, or added. */
const nearly = (body: object) =>
  fc
    .tuple(fc.constantFrom(...Object.keys(body), "extra"), anything, fc.boolean())
    .map(([field, value, isGone]) =>
      isGone
        ? JSON.stringify(Object.fromEntries(Object.entries(body).filter(([name]) => name !== field)))
        : JSON.stringify({ ...body, [field]: value }),
    );

const bodyOf = (body: object | undefined) =>
  fc.oneof(
    anything.map((value) => JSON.stringify(value)),
    text,
    fc.constantFrom("[".repeat(30_000), '{"a":', "﻿{}", '{"__proto__":{"x":1}}', '{"a":1,"a":2}'),
    nearly(body ?? {}),
    nearly(body ?? {}),
  );

/** Latin-1 is what a header can hold. */
const headerText = fc
  .string({ unit: fc.integer({ min: 32, max: 255 }).map((code) => String.fromCharCode(code)), maxLength: 60 })
  .filter((value) => !value.includes("\u007f"));
const headers = fc.dictionary(
  fc.constantFrom(
    "accept",
    "content-type",
    "content-length",
    "idempotency-key",
    "if-none-match",
    "range",
    "user-agent",
    "x-forwarded-for",
    "x-phase-background",
    "authorization",
    "sec-fetch-site",
  ),
  headerText,
  { maxKeys: 2 },
);
const query = fc.oneof(
  fc.constant(""),
  fc
    .dictionary(fc.constantFrom("limit", "cursor", "search", "format", "dryRun", "count", "x"), text, {
      maxKeys: 3,
    })
    .map(
      (fields) =>
        `?${new URLSearchParams(Object.fromEntries(Object.entries(fields).map(([k, v]) => [k, v.slice(0, 500)])))}`,
    ),
  fc.constantFrom("?limit=1&limit=2", "?%", "?limit=9e99", "?cursor=x&limit=-1", "?search=%00"),
);
const ids = fc.dictionary(fc.constantFrom("id", "credentialId", "deliveryId", "key"), text, { maxKeys: 1 });

/** The live stream answers until its caller leaves. */
const asked = everyRoute.filter(
  ({ path }) => !path.endsWith("/stream") && !path.startsWith("/api/auth") && path !== "/readyz",
);

it.each(asked)("$name survives whatever it receives", async (route: Asked) => {
  const row = ROWS[route.name] ?? { who: { Development: "", Production: "" } };
  const { owner } = principals;
  const given = fc.record({ body: bodyOf(row.body), headers, query, ids, knows: fc.boolean() });
  for (const { body, headers: odd, query: search, ids: oddIds, knows } of fc.sample(given, {
    numRuns: RUNS,
    seed: 20_261_127,
  })) {
    const principal: Principal = knows ? await freshOwner() : { headers: {}, userId: null };
    const made = await requestOf({ organisation, owner }, route, row, principal, "Development");
    const request = new Request(`${made.request.url.split("?")[0]}${search}`, {
      method: route.method,
      headers: { ...Object.fromEntries(made.request.headers), ...odd },
      ...(route.method === "GET" ? {} : { body }),
    });
    const response = await send(route, { request, params: { ...made.params, ...oddIds } });
    const words = await response.text();
    const said = `${route.method} ${request.url} ${JSON.stringify(odd)} ${body.slice(0, 200)} → ${response.status}`;
    expect(response.status, said).not.toBe(500);
    if (response.status >= 400) expect(words, said).not.toMatch(INSIDE);
  }
});

let used = 0;
let current: Principal | undefined;
/** One caller's budget would answer for the routes. */
async function freshOwner(): Promise<Principal> {
  if (current === undefined || used++ % 50 === 0) current = await principals.anotherOwner();
  return current;
}
