/** Queries over many rows read few of them, according to PostgreSQL's plans among twenty thousand rows. */
import { afterAll, beforeAll, expect, it } from "vitest";
import { writeMany } from "@/bench/many-rows";
import { type TestDatabase, testDatabase } from "@/installation/testing/database";
import { metricsText } from "@/lib/http/metrics";
import type { EngineCtx } from "@/lib/rotation/services";
import { getNeeds } from "@/lib/overview/get-needs";
import { findSecrets } from "@/lib/secrets/find-secrets";
import { listThirdPartyCredentials } from "@/lib/third-party-credentials/list-third-party-credentials";
import { type TestOrganisation, testOrganisation } from "@/proof/harness/organisation";
import { planOf, readWhole, rowsRead, watchStatements } from "@/proof/harness/plans";
import { testServices } from "@/proof/harness/test-services";
import type { Prisma } from "@/lib/generated/prisma/client";
import { countRotations } from "./count-rotations";
import { overviewRowsQuerySchema } from "@/lib/api/overview";
import { OVERVIEW_SORTS } from "@/lib/lists/overview";
import { countByEnvironment } from "./count-by-environment";
import { getOverview } from "./get-overview";
import { listOverviewRows } from "./list-overview-rows";
import { listRotatingSecrets } from "./list-rotating-secrets";

const SECRETS = 3_000;
/** Tables that grow, so no query may read them from beginning to end. */
const BIG = ["minted_credential", "event", "secret", "audit_entry"];

let database: TestDatabase;
let organisation: TestOrganisation;
let ctx: EngineCtx;
let statements: Prisma.Sql[];

beforeAll(async () => {
  database = await testDatabase();
  organisation = await testOrganisation(testServices(database.db));
  const root = { provider: "openai", keyHint: "…", envelope: "-", lastValidatedAt: new Date() };
  const rootIds: string[] = [];
  for (const name of ["Acme", "Bell"]) {
    const data = { ...root, name, organisationId: organisation.id };
    rootIds.push((await database.db.thirdPartyCredential.create({ data })).id);
  }
  await writeMany(database.url, {
    organisationId: organisation.id,
    thirdPartyCredentialIds: rootIds,
    environmentIds: [organisation.development, organisation.staging],
    secrets: SECRETS,
    pastCredentials: 2,
    expiring: true,
  });
  await database.db.instance.create({ data: { instanceId: organisation.id, canary: "-" } });
  await countRotations(database.db);
  const { watched, statements: sent } = watchStatements(database.db);
  statements = sent;
  ctx = { ...testServices(watched), ...(await organisation.person("owner")), db: watched };
}, 180_000);
afterAll(() => database.drop());

const RARE = { environmentId: null, label: ["team:rare"] };

it("finds the few with a label by their index", async () => {
  const few = await database.db.rotatingSecret.findMany({ select: { id: true }, take: 5 });
  const ids = few.map(({ id }) => id);
  await database.db.rotatingSecret.updateMany({
    where: { id: { in: ids } },
    data: { labels: ["team:rare"] },
  });
  await database.db.$executeRaw`ANALYZE rotating_secret`;
  statements.length = 0;
  expect((await listRotatingSecrets(ctx, { ...RARE, limit: 50 })).rotatingSecrets).toHaveLength(5);
  const [first] = statements;
  if (first === undefined) throw new Error("Nothing was asked.");
  expect(rowsRead(await planOf(database.db, first), "rotating_secret")).toBeLessThanOrEqual(10);
});

const search = (words: string) => findSecrets(ctx, { search: words, limit: 20 });

it.each([
  ["a search of what few rows hold", () => search("key_2999")],
  ["a search of what no row holds", () => search("nowhere")],
  ["a search of what most rows hold", () => search("service shop")],
  ["a search of one letter", () => search("q")],
  [
    "a list of rotating secrets",
    () => listRotatingSecrets(ctx, { environmentId: organisation.staging, limit: 50 }),
  ],
  ["rotating secrets with a label", () => listRotatingSecrets(ctx, { ...RARE, limit: 50 })],
  ["a search of parts of three names", () => search("open stag 77")],
  ["the overview", () => getOverview(ctx)],
  ["what waits for a person", () => getNeeds(ctx)],
  ["the counts of environments", () => countByEnvironment(ctx)],
  ["metrics", () => metricsText(ctx)],
  ["the list of admin keys", () => listThirdPartyCredentials(ctx)],
])("%s reads no big table from beginning to end", async (_, work) => {
  statements.length = 0;
  await work();
  expect(statements.length).toBeGreaterThan(0);
  const whole: string[] = [];
  for (const sql of [...statements]) whole.push(...readWhole(await planOf(database.db, sql)));
  expect(whole.filter((table) => BIG.includes(table))).toEqual([]);
});

it.each(OVERVIEW_SORTS)(
  "a page of the table by %s reads the rows that it shows, and few others",
  async (sort) => {
    const query = overviewRowsQuerySchema.parse({ sort, limit: 100 });
    let cursor: string | undefined;
    for (let page = 0; page < 4; page++) {
      cursor = (await listOverviewRows(ctx, { ...query, cursor })).nextCursor ?? undefined;
    }
    statements.length = 0;
    await listOverviewRows(ctx, { ...query, cursor, limit: 20 });
    const read = { rotating_secret: 0, minted_credential: 0 };
    for (const sql of [...statements]) {
      const plan = await planOf(database.db, sql);
      expect(readWhole(plan).filter((table) => BIG.includes(table))).toEqual([]);
      read.rotating_secret += rowsRead(plan, "rotating_secret");
      read.minted_credential += rowsRead(plan, "minted_credential");
    }
    // Among three and nine thousand, four hundred rows down. Places have a custom order, so all of them are
    // read.
    const most = sort === "place" ? SECRETS : 120;
    expect(read.rotating_secret).toBeLessThanOrEqual(most);
    expect(read.minted_credential).toBeLessThanOrEqual(400);
  },
);

it.each(["key_2999", "nowhere"])(
  "a search for %s reads the first two thousand rows and its hits",
  async (words) => {
    statements.length = 0;
    await search(words);
    let looked = 0;
    for (const sql of [...statements]) looked += rowsRead(await planOf(database.db, sql), "secret");
    // Of nine thousand.
    expect(looked).toBeLessThan(3_000);
  },
);
