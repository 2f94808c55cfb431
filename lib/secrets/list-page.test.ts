import { afterAll, beforeAll, expect, it } from "vitest";
import { type TestDatabase, testDatabase } from "@/installation/testing/database";
import type { Ctx } from "@/lib/access/context";
import { aRoot, aRotatingSecret } from "@/proof/harness/builders";
import { type TestOrganisation, testOrganisation } from "@/proof/harness/organisation";
import { testServices } from "@/proof/harness/test-services";
import { listPage } from "./list-page";
import { listRows } from "./list-rows";

let database: TestDatabase;
let organisation: TestOrganisation;
let viewer: Ctx;
const STATICS = 130;
const ROTATING = 30;

beforeAll(async () => {
  database = await testDatabase();
  const { db } = database;
  organisation = await testOrganisation(testServices(db));
  viewer = await organisation.person("viewer");
  const environmentId = organisation.production;
  const root = await db.thirdPartyCredential.create({ data: aRoot(organisation.id) });
  const place = { organisationId: organisation.id, environmentId, thirdPartyCredentialId: root.id };
  for (let n = 10; n < 10 + ROTATING; n++) {
    const { id } = await db.rotatingSecret.create({ data: aRotatingSecret(place, { name: `OpenAI ${n}` }) });
    const output = { environmentId, rotatingSecretId: id };
    await db.secret.createMany({
      data: [
        { ...output, key: `AI_${n}`, output: "api_key" },
        { ...output, key: `AI_ID_${n}`, output: "key_id", comment: n === 20 ? "for billing" : "" },
      ],
    });
  }
  await db.secret.createMany({
    data: Array.from({ length: STATICS }, (_, n) => {
      return {
        environmentId,
        key: `KEY_${100 + n}`,
        envelope: "-",
        comment: n === 7 ? "Billing_address" : "",
      };
    }),
  });
});
afterAll(() => database.drop());

async function page(filter: string, at = 0) {
  const answer = await listPage(viewer, { environmentId: organisation.production, filter, page: at });
  const rotating = answer.rotatingSecrets.map(({ name }) => name);
  const keys = answer.secrets
    .filter(({ rotatingSecretId }) => rotatingSecretId === null)
    .map(({ key }) => key);
  const outputs = answer.secrets
    .filter(({ rotatingSecretId }) => rotatingSecretId !== null)
    .map(({ key }) => key);
  return { ...answer, rotating, keys, outputs };
}

it("every row is on one page, rotating secrets by name with their outputs before static ones by key", async () => {
  const first = await page("");
  expect(first.pages).toBe(3);
  expect(first.rows).toBe(STATICS + 2 * ROTATING);
  const all = [first, await page("", 1), await page("", 2)];
  const names = Array.from({ length: ROTATING }, (_, n) => `OpenAI ${n + 10}`);
  expect(all.flatMap(({ rotating }) => rotating)).toEqual(names);
  expect(all.flatMap(({ keys }) => keys)).toEqual(
    Array.from({ length: STATICS }, (_, n) => `KEY_${100 + n}`),
  );
  expect(all.map(({ rotating, keys }) => rotating.length * 4 + keys.length)).toEqual([100, 100, 50]);
  for (const { rotating, outputs } of all) expect(outputs).toHaveLength(2 * rotating.length);
  // A page past the end means the last page.
  expect(await page("", 99)).toEqual(all[2]);
});

it.each([
  ["a key", "key_229", [], [], ["KEY_229"]],
  ["a comment, of outputs too", "billing", ["OpenAI 20"], ["AI_ID_20"], ["KEY_107"]],
  ["a rotating secret's name", "openai 31", ["OpenAI 31"], ["AI_31", "AI_ID_31"], []],
  ["every word", "openai billing 20", ["OpenAI 20"], ["AI_ID_20"], []],
  ["an underscore itself", "g_a", [], [], ["KEY_107"]],
  ["nothing", "nowhere", [], [], []],
])("is filtered by %s", async (_, filter, rotating, outputs, keys) => {
  expect(await page(filter)).toMatchObject({
    rotating,
    outputs,
    keys,
    pages: 1,
    rows: STATICS + 2 * ROTATING,
  });
});

it("says which of some keys exist, and shows a stranger nothing", async () => {
  const query = { environmentId: organisation.production, limit: 200 };
  const found = await listRows(viewer, { ...query, keys: ["KEY_100", "AI_10", "FREE"] });
  expect(found.secrets.map(({ key }) => key)).toEqual(["AI_10", "KEY_100"]);
  const stranger = await (await testOrganisation(testServices(database.db))).person("owner");
  const input = { environmentId: organisation.production, filter: "", page: 0 };
  await expect(listPage(stranger, input)).rejects.toMatchObject({ code: "not_found" });
});
