import { afterAll, beforeAll, expect, it } from "vitest";
import { type TestDatabase, testDatabase } from "@/installation/testing/database";
import { testOrganisation } from "@/proof/harness/organisation";
import { testServices } from "@/proof/harness/test-services";
import { checkKeysFree } from "@/lib/rotation/commands/checks";
import { createSecret } from "./create-secret";
import { importSecrets } from "./import-secrets";
import { updateSecret } from "./update-secret";

let database: TestDatabase;
let organisation: Awaited<ReturnType<typeof testOrganisation>>;
beforeAll(async () => {
  database = await testDatabase();
  organisation = await testOrganisation(testServices(database.db));
});
afterAll(() => database.drop());

it("refuses a value that makes an environment too large to read", async () => {
  const developer = await organisation.person("developer");
  const environmentId = organisation.development;
  const large = "x".repeat(16 * 1_048_576 - 65_536);
  await database.db.secret.create({ data: { environmentId, key: "LARGE", envelope: large, comment: "" } });
  const { id } = await createSecret(developer, { environmentId, key: "LAST", value: "x", comment: "" });
  const value = "x".repeat(65_000);
  for (const write of [
    () => createSecret(developer, { environmentId, key: "MORE", value, comment: "" }),
    () => updateSecret(developer, { id, value }),
    () => importSecrets(developer, { environmentId, text: `MORE=${value}`, onConflict: "skip" }),
  ]) {
    await expect(write()).rejects.toMatchObject({ details: { issues: [{ path: "value" }] } });
  }
  // A name can't be larger than another.
  await updateSecret(developer, { id, key: "RENAMED" });
  const keys = await database.db.secret.findMany({ where: { environmentId }, orderBy: { key: "asc" } });
  expect(keys.map(({ key }) => key)).toEqual(["LARGE", "RENAMED"]);
});

it("accepts no more secrets than a read can decrypt in a moment, and lets existing ones change", async () => {
  const developer = await organisation.person("developer");
  const environmentId = organisation.production;
  const rows = (from: number, count: number) =>
    Array.from({ length: count }, (_, nth) => ({ environmentId, key: `K${from + nth}`, envelope: "" }));
  await database.db.secret.createMany({ data: rows(0, 11_999) });
  const { id } = await createSecret(developer, { environmentId, key: "LAST", value: "x", comment: "" });
  const most = "An environment may have at most 12,000 secrets. Delete some, or use another environment.";
  const refused = (path: string) => ({
    code: "invalid_input",
    details: { issues: [{ path, message: most }] },
  });
  const create = createSecret(developer, { environmentId, key: "MORE", value: "x", comment: "" });
  await expect(create).rejects.toMatchObject(refused("key"));
  const text = "LAST=y\nMORE=x";
  const add = importSecrets(developer, { environmentId, text, onConflict: "replace" });
  await expect(add).rejects.toMatchObject(refused("text"));
  const outputs = { api_key: "MORE" };
  await expect(checkKeysFree(developer, environmentId, outputs)).rejects.toMatchObject(refused("outputs"));
  // Of before there was a limit.
  await database.db.secret.createMany({ data: rows(12_000, 10) });
  await updateSecret(developer, { id, value: "y" });
  await importSecrets(developer, { environmentId, text: "LAST=z", onConflict: "replace" });
  expect(await database.db.secret.count({ where: { environmentId } })).toBe(12_010);
});
