/** The cost of a long history, counted in rows that PostgreSQL reads, so that a slow machine changes nothing. */
import { afterAll, beforeAll, expect, it } from "vitest";
import { writeMany } from "@/bench/many-rows";
import { type TestDatabase, testDatabase } from "@/installation/testing/database";
import { Prisma } from "@/lib/generated/prisma/client";
import { listRows } from "@/lib/secrets/list-rows";
import { metricsText } from "@/lib/http/metrics";
import { aRoot, aRotatingSecret } from "@/proof/harness/builders";
import { planOf, rowsRead, watchStatements } from "@/proof/harness/plans";
import { type TestOrganisation, testOrganisation } from "@/proof/harness/organisation";
import { testServices } from "@/proof/harness/test-services";
import type { EngineCtx } from "@/lib/rotation/services";
import { healthOf } from "../core/health";
import { countByHealth } from "./health-in-sql";
import { getOverview } from "./get-overview";
import { getRotatingSecret } from "./get-rotating-secret";
import { listCredentials } from "./list-credentials";
import { listRotatingSecrets } from "./list-rotating-secrets";

const SECRETS = 250;
const PAST = 40;

let database: TestDatabase;
let organisation: TestOrganisation;
let ctx: EngineCtx;
let thirdPartyCredentialId: string;
let statements: Prisma.Sql[] = [];

beforeAll(async () => {
  database = await testDatabase();
  const { watched, statements: sent } = watchStatements(database.db);
  statements = sent;
  organisation = await testOrganisation(testServices(database.db));
  ctx = { ...testServices(watched), ...(await organisation.person("owner")), db: watched };
  const organisationId = organisation.id;
  const made = await database.db.thirdPartyCredential.create({ data: aRoot(organisationId) });
  thirdPartyCredentialId = made.id;
  const { development: environmentId } = organisation;
  await writeMany(database.url, {
    organisationId,
    thirdPartyCredentialIds: [thirdPartyCredentialId],
    environmentIds: [environmentId],
    secrets: SECRETS,
    pastCredentials: PAST,
  });
});
afterAll(() => database.drop());

/** For the raw SQL statements that `work` sends: rows of minted_credential that they read. */
async function credentialsRead(work: () => Promise<unknown>): Promise<number> {
  statements.length = 0;
  await work();
  expect(statements.some(({ sql }) => sql.includes("minted_credential"))).toBe(true);
  let read = 0;
  // Activity covers thirty days of rotations, and reads them.
  for (const sql of statements.filter(
    ({ sql }) => sql.includes("minted_credential") && !sql.includes("to_char"),
  )) {
    read += rowsRead(await planOf(database.db, sql), "minted_credential");
  }
  return read;
}

const environment = () => ({ environmentId: organisation.development });

it.each([
  { what: "metrics", work: () => metricsText(ctx) },
  { what: "the overview", work: () => getOverview(ctx) },
  { what: "a list", work: () => listRotatingSecrets(ctx, { ...environment(), limit: 200 }) },
  {
    what: "one rotating secret",
    work: async () => {
      const { id } = await database.db.rotatingSecret.findFirstOrThrow();
      await getRotatingSecret(ctx, { id });
    },
  },
])("$what reads no past credential", async ({ work }) => {
  expect(await database.db.mintedCredential.count()).toBe(SECRETS * (PAST + 1));
  // At most one: the oldest current key.
  expect(await credentialsRead(work)).toBeLessThanOrEqual(1);
});

async function walk<Page extends { nextCursor: string | null }, Item>(
  page: (cursor: { cursor?: string; limit: number }) => Promise<Page>,
  items: (page: Page) => Item[],
): Promise<Item[]> {
  const all: Item[] = [];
  let cursor: string | null = null;
  do {
    const next: Page = await page({ limit: 60, ...(cursor === null ? {} : { cursor }) });
    expect(items(next).length).toBeLessThanOrEqual(60);
    all.push(...items(next));
    cursor = next.nextCursor;
  } while (cursor !== null);
  return all;
}

it("pages through every rotating secret by name, and every row by key", async () => {
  const secrets = await walk(
    (query) => listRotatingSecrets(ctx, { ...environment(), ...query }),
    ({ rotatingSecrets }) => rotatingSecrets.map(({ id }) => id),
  );
  const rows = await walk(
    (query) => listRows(ctx, { ...environment(), ...query }),
    ({ secrets: found }) => found.map(({ key }) => key),
  );
  const named = await database.db.rotatingSecret.findMany({ orderBy: [{ name: "asc" }, { id: "asc" }] });
  const keyed = await database.db.secret.findMany({ orderBy: { key: "asc" } });
  expect(secrets).toEqual(named.map(({ id }) => id));
  expect(rows).toEqual(keyed.map(({ key }) => key));
});

it("refuses a cursor whose item is gone", async () => {
  const cursor = "01890000-0000-7000-8000-000000000000";
  const query = { ...environment(), cursor, limit: 10 };
  await expect(listRotatingSecrets(ctx, query)).rejects.toThrow("The cursor is no longer valid");
  await expect(listRows(ctx, query)).rejects.toThrow("The cursor is no longer valid");
});

it("shows the worst hundred in the overview, and counts all", async () => {
  const { items, counts } = await getOverview(ctx);
  expect(items).toHaveLength(100);
  expect(counts.healthy + counts.degraded + counts.failed).toBe(SECRETS);
  const healths = items.map(({ rotatingSecret }) => rotatingSecret.health);
  expect(healths.slice(0, counts.degraded)).toEqual(Array<string>(counts.degraded).fill("degraded"));
  expect(counts.degraded).toBe(5);
});

it("pages through the credentials of one that has many, newest first", async () => {
  const { id } = await database.db.rotatingSecret.findFirstOrThrow();
  const all = await walk(
    ({ cursor }) => listCredentials(ctx, { id, cursor, limit: 7 }),
    ({ credentials }) => credentials.map((credential) => credential.id),
  );
  expect(all).toHaveLength(PAST + 1);
  expect(all).toEqual(all.toSorted().toReversed());
});

it.each(
  ([null, "manual", "failure"] as const).flatMap((pauseReason) =>
    [0, 1].flatMap((failureCount) =>
      [0, 1].map((failingRevocations) => ({ pauseReason, failureCount, failingRevocations })),
    ),
  ),
)("counts as healthOf judges: %j", async ({ pauseReason, failureCount, failingRevocations }) => {
  const { db } = database;
  const place = {
    organisationId: organisation.id,
    environmentId: organisation.staging,
    thirdPartyCredentialId,
  };
  const { id } = await db.rotatingSecret.create({
    data: aRotatingSecret(place, { pauseReason, failureCount }),
  });
  const settlement = { rotatingSecretId: id, thirdPartyCredentialId, state: "REVOKING", fence: 0 } as const;
  await db.mintedCredential.create({
    data: {
      ...settlement,
      serviceAccountName: id,
      projectId: "p",
      sentAt: new Date(),
      failureCount: failingRevocations,
    },
  });
  const counts = await countByHealth(db, Prisma.sql`secret.id = ${id}::uuid`);
  const health = healthOf({ pauseReason, failureCount, failingRevocations });
  const none = { healthy: 0, degraded: 0, failed: 0 };
  expect(counts).toEqual({ ...none, [health]: 1, paused: pauseReason === null ? 0 : 1 });
});
