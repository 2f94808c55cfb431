import { afterAll, beforeAll, expect, it } from "vitest";
import { type TestOrganisation, testOrganisation } from "@/proof/harness/organisation";
import type { Ctx } from "@/lib/access/context";
import type { EngineServices } from "@/lib/rotation/services";
import { testServices } from "@/proof/harness/test-services";
import { type TestDatabase, testDatabase } from "@/installation/testing/database";
import { createSecret } from "./create-secret";
import { findSecrets } from "./find-secrets";
import { updateSecret } from "./update-secret";

let database: TestDatabase;
let services: EngineServices;
let organisation: TestOrganisation;
let viewer: Ctx;
const ids: Record<"plain" | "lookalike" | "staged", string> = { plain: "", lookalike: "", staged: "" };

beforeAll(async () => {
  database = await testDatabase();
  services = testServices(database.db);
  organisation = await testOrganisation(services);
  viewer = await organisation.person("viewer");
  const developer = await organisation.person("developer");
  const make = async (environmentId: string, key: string, comment = "") =>
    (await createSecret(developer, { environmentId, key, comment, value: "sk_live_51H" })).id;
  ids.plain = await make(organisation.development, "STRIPE_KEY");
  ids.lookalike = await make(organisation.development, "STRIPEXKEY");
  ids.staged = await make(organisation.staging, "STRIPE_KEY", "card payments");
});

afterAll(async () => {
  await database.drop();
});

async function found(search: string, ctx: Ctx = viewer): Promise<string[]> {
  return (await findSecrets(ctx, { search, limit: 20 })).map(({ id }) => id);
}

it.each([
  ["parts of keys", "stripe", ["lookalike", "plain", "staged"]],
  ["an underscore itself: it is no wildcard", "stripe_key", ["plain", "staged"]],
  ["words of comments", "Payments", ["staged"]],
  ["words of key, environment and app", "shop STAGING stripe", ["staged"]],
  ["nothing for a percent sign", "%", []],
  ["nothing when one word is missing", "stripe paypal", []],
] as const)("a search of every environment finds %s", async (_, search, expected) => {
  expect(await found(search)).toEqual(expected.map((name) => ids[name]));
});

it("returns no value, and no more than requested", async () => {
  const secrets = await findSecrets(viewer, { search: "stripe", limit: 1 });
  expect(secrets).toHaveLength(1);
  expect(JSON.stringify(secrets)).not.toContain("sk_live_51H");
});

it("finds by the current names of an environment and its app, and words by key and comment", async () => {
  const { db } = database;
  const where = { id: organisation.staging };
  await db.environment.update({ where, data: { name: "Québec 日本" } });
  expect(await found("STRIPE québec 本")).toEqual([ids.staged]);
  expect(await found("stripe staging")).toEqual([]);
  const { appId } = await db.environment.findUniqueOrThrow({ where });
  await db.app.update({ where: { id: appId }, data: { name: "Bakery" } });
  expect(await found("bakery paym")).toEqual([ids.staged]);
  await updateSecret(await organisation.person("developer"), { id: ids.staged, comment: "ships" });
  expect(await found("payments")).toEqual([]);
  await updateSecret(await organisation.person("developer"), { id: ids.staged, comment: "card payments" });
  await db.app.update({ where: { id: appId }, data: { name: "Shop" } });
  await db.environment.update({ where, data: { name: "Staging" } });
});

it("stays within the organisation and within a token's environments", async () => {
  const stranger = await (await testOrganisation(services)).person("owner");
  expect(await found("stripe", stranger)).toEqual([]);
  const limited = organisation.token(["secrets:read"], [organisation.staging]);
  expect(await found("stripe", limited)).toEqual([ids.staged]);
});

it("is fast for the database, however many words it has", async () => {
  const words = Array.from({ length: 99 }, (_, index) => "stripe"[index % 6]).join(" ");
  const hits = await database.db.$transaction(async (tx) => {
    await tx.$executeRaw`SET LOCAL statement_timeout = '1s'`;
    return await found(words, { ...viewer, db: tx as Ctx["db"] });
  });
  expect(hits).toHaveLength(3);
});
