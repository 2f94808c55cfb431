/** The overview's table: every order and filter compared with a manual computation, page after page. */
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type TestDatabase, testDatabase } from "@/installation/testing/database";
import { type OverviewRow, overviewRowsQuerySchema, type OverviewRowsQuery } from "@/lib/api/overview";
import { OVERVIEW_SORTS } from "@/lib/lists/overview";
import type { EngineCtx } from "@/lib/rotation/services";
import { aCredential, aRoot, aRotatingSecret } from "@/proof/harness/builders";
import { type TestOrganisation, testOrganisation } from "@/proof/harness/organisation";
import { testServices } from "@/proof/harness/test-services";
import { countByEnvironment } from "./count-by-environment";
import { listOverviewRows } from "./list-overview-rows";

const HOUR = 3_600_000;

let database: TestDatabase;
let organisation: TestOrganisation;
let ctx: EngineCtx;
let rootIds: string[];

/** Names repeat, so that IDs decide. Every seventh has no key, and every kind of trouble occurs. */
beforeAll(async () => {
  database = await testDatabase();
  organisation = await testOrganisation(testServices(database.db));
  ctx = await organisation.person("owner");
  const roots = [aRoot(organisation.id, { name: "Acme" }), aRoot(organisation.id, { name: "Bell" })];
  await database.db.thirdPartyCredential.createMany({ data: roots });
  rootIds = roots.map(({ id }) => id);
  const { development, staging, production } = organisation;
  const secrets = Array.from({ length: 40 }, (_, nth) => {
    const place = {
      organisationId: organisation.id,
      environmentId: [development, staging, production][nth % 3] ?? development,
      thirdPartyCredentialId: rootIds[nth % 2] ?? "",
    };
    return aRotatingSecret(place, {
      // The same in each environment.
      name: `Key ${Math.floor(nth / 3)}`,
      projectName: `Project ${nth % 4}`,
      // Two are due at the same moment.
      nextRotationAt: new Date(Date.now() + Math.floor(nth / 2) * HOUR),
      failureCount: nth % 10 === 3 ? 2 : 0,
      ...(nth % 10 === 5 ? { pauseReason: "failure" as const, failureCount: 1 } : {}),
      ...(nth % 10 === 7 ? { pauseReason: "manual" as const } : {}),
    });
  });
  await database.db.rotatingSecret.createMany({
    data: [
      ...secrets,
      aRotatingSecret(
        {
          organisationId: organisation.id,
          environmentId: development,
          thirdPartyCredentialId: rootIds[0] ?? "",
        },
        { name: "Deleted", deletedAt: new Date() },
      ),
    ],
  });
  await database.db.mintedCredential.createMany({
    data: secrets.flatMap(({ id, thirdPartyCredentialId }, nth) => {
      const owner = { rotatingSecretId: id, thirdPartyCredentialId };
      const exposedAt = new Date(Date.now() - Math.floor(nth / 3) * HOUR);
      return [
        ...(nth % 7 === 0 ? [] : [aCredential(owner, { state: "ACTIVE", exposedAt })]),
        ...(nth % 8 === 1 ? [aCredential(owner, { state: "REVOKING", failureCount: 1 })] : []),
        ...(nth % 16 === 1 ? [aCredential(owner, { state: "UNKNOWN", failureCount: 2 })] : []),
        ...(nth % 11 === 2 ? [aCredential(owner, { state: "EXPIRING", failureCount: 1 })] : []),
      ];
    }),
  });
});
afterAll(() => database.drop());

async function walk(asked: OverviewRowsQuery, limit = 7, by = ctx): Promise<OverviewRow[]> {
  const all: OverviewRow[] = [];
  let cursor: string | undefined;
  do {
    const page = await listOverviewRows(by, overviewRowsQuerySchema.parse({ ...asked, cursor, limit }));
    expect(page.rows.length).toBeLessThanOrEqual(limit);
    all.push(...page.rows);
    cursor = page.nextCursor ?? undefined;
  } while (cursor !== undefined);
  return all;
}

const RANKS = ["failed", "degraded", "paused", "healthy"];
const rankOf = ({ rotatingSecret: { health, state } }: OverviewRow) =>
  RANKS.indexOf(health === "healthy" && state === "paused" ? "paused" : health);
const PLACES = ["Development", "Staging", "Production"];
const nextOf = ({ rotatingSecret: { state, nextRotationAt } }: OverviewRow) =>
  state === "paused" ? Infinity : Date.parse(nextRotationAt);

/** The keys that each order compares before the ID. */
const BY: Record<(typeof OVERVIEW_SORTS)[number], (row: OverviewRow) => (string | number)[]> = {
  state: (row) => [rankOf(row), rankOf(row) === 3 ? nextOf(row) : row.rotatingSecret.name],
  name: (row) => [row.rotatingSecret.name],
  place: (row) => [PLACES.indexOf(row.environmentName), row.rotatingSecret.name],
  project: (row) => [row.rotatingSecret.config.projectName],
  age: (row) => (row.keySince === null ? [1, row.rotatingSecret.name] : [0, -Date.parse(row.keySince)]),
  next: (row) => [nextOf(row)],
  owed: (row) => [-row.rotatingSecret.owed, row.rotatingSecret.name],
};

function compare(one: readonly (string | number)[], other: readonly (string | number)[]): number {
  for (const [index, value] of one.entries()) {
    const against = other[index] ?? "";
    if (value !== against) return value < against ? -1 : 1;
  }
  return 0;
}

const names = (rows: OverviewRow[]) => rows.map(({ rotatingSecret: { name, id } }) => `${name} ${id}`);

describe.each(OVERVIEW_SORTS)("sorted by %s", (sort) => {
  const keysOf = (row: OverviewRow) => BY[sort](row);

  it("every rotating secret appears once, in that order, page after page", async () => {
    const rows = await walk({ sort });
    expect(new Set(names(rows)).size).toBe(40);
    expect(rows.map(keysOf)).toEqual(rows.map(keysOf).toSorted(compare));
    expect(names(await walk({ sort }, 100))).toEqual(names(rows));
  });

  it("in reverse, those without the sorted value still come last", async () => {
    const rows = await walk({ sort, order: "desc" });
    expect(new Set(names(rows)).size).toBe(40);
    const oneWay = sort === "state" || sort === "owed";
    const expected = oneWay
      ? rows.map(keysOf).toSorted(compare)
      : [
          ...rows
            .map(keysOf)
            .filter(([first]) => sort !== "age" || first === 0)
            .toSorted((one, other) => compare(other, one)),
          ...rows
            .map(keysOf)
            .filter(([first]) => sort === "age" && first === 1)
            .toSorted(compare),
        ];
    expect(rows.map(keysOf)).toEqual(expected);
  });
});

describe("narrowed to", () => {
  let all: OverviewRow[];
  beforeAll(async () => {
    all = await walk({ sort: "name" });
  });

  it.each([
    ["failed", ({ rotatingSecret: { health } }: OverviewRow) => health === "failed"],
    ["degraded", ({ rotatingSecret: { health } }: OverviewRow) => health === "degraded"],
    ["paused", ({ rotatingSecret: { pauseReason } }: OverviewRow) => pauseReason === "manual"],
    [
      "healthy",
      ({ rotatingSecret: { health, state } }: OverviewRow) => health === "healthy" && state === "active",
    ],
    ["owed", ({ rotatingSecret: { owed } }: OverviewRow) => owed > 0],
  ] as const)("%s, keeps the order of those rows in every order", async (state, isKept) => {
    const expected = names(all.filter(isKept)).toSorted();
    expect(expected.length).toBeGreaterThan(0);
    for (const sort of OVERVIEW_SORTS)
      expect(names(await walk({ sort, state })).toSorted()).toEqual(expected);
  });

  it("an environment or an admin key, omits the others", async () => {
    const { staging } = organisation;
    const [acme] = rootIds;
    expect(names(await walk({ sort: "name", environmentId: staging }))).toEqual(
      names(all.filter(({ environmentName }) => environmentName === "Staging")),
    );
    expect(names(await walk({ sort: "name", thirdPartyCredentialId: acme }))).toEqual(
      names(all.filter(({ rotatingSecret }) => rotatingSecret.thirdPartyCredentialId === acme)),
    );
  });

  it("words, requires each in its name, project, environment or app", async () => {
    const found = await walk({ sort: "name", search: "KEY_3 staging" });
    expect(found).toEqual([]);
    expect(names(await walk({ sort: "name", search: "key 3  stag" }))).toEqual(
      names(
        all.filter(
          ({ environmentName, rotatingSecret: { name, config } }) =>
            environmentName === "Staging" && `${name} ${config.projectName}`.includes("3"),
        ),
      ),
    );
  });
});

it("counts the rotating secrets of each environment as their rows show them", async () => {
  const rows = await walk({});
  const { environments } = await countByEnvironment(ctx);
  expect(environments).toHaveLength(3);
  for (const { environmentId, ...counts } of environments) {
    const here = rows.filter(({ rotatingSecret }) => rotatingSecret.environmentId === environmentId);
    const of = (health: string) =>
      here.filter(({ rotatingSecret }) => rotatingSecret.health === health).length;
    expect(counts).toEqual({ rotatingSecrets: here.length, failed: of("failed"), degraded: of("degraded") });
  }
});

it.each([
  "nonsense",
  Buffer.from("[]").toString("base64url"),
  ...[
    { run: 7, keys: ["Key 1"] },
    { run: 0, keys: [] },
    { run: 0, keys: ["a\0b"] },
    { run: 3, keys: ["the day before"] },
    { run: 3, keys: ["2026-99-01T00:00:00.000000Z"] },
  ].map((place) =>
    Buffer.from(JSON.stringify({ ...place, id: "01890000-0000-7000-8000-000000000000" })).toString(
      "base64url",
    ),
  ),
])("refuses a cursor that no page returned: %s", async (cursor) => {
  const query = overviewRowsQuerySchema.parse({ cursor });
  await expect(listOverviewRows(ctx, query)).rejects.toThrow("The cursor is no longer valid");
});

it("continues at its place when the last row of a page is gone", async () => {
  const all = await walk({ sort: "name" });
  const query = overviewRowsQuerySchema.parse({ sort: "name", limit: 10 });
  const { nextCursor } = await listOverviewRows(ctx, query);
  const id = all[9]?.rotatingSecret.id ?? "";
  await database.db.rotatingSecret.update({ where: { id }, data: { deletedAt: new Date() } });
  const rest = await listOverviewRows(ctx, { ...query, cursor: nextCursor ?? "" });
  expect(names(rest.rows)).toEqual(names(all.slice(10, 20)));
  await database.db.rotatingSecret.update({ where: { id }, data: { deletedAt: null } });
});
