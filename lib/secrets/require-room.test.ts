import { afterAll, beforeAll, expect, it } from "vitest";
import { type TestDatabase, testDatabase } from "@/installation/testing/database";
import { testOrganisation } from "@/proof/harness/organisation";
import { testServices } from "@/proof/harness/test-services";
import { createSecret } from "./create-secret";
import { importSecrets } from "./import-secrets";
import { updateSecret } from "./update-secret";

let database: TestDatabase;
beforeAll(async () => {
  database = await testDatabase();
});
afterAll(() => database.drop());

it("takes no value by which an environment's together would hold up whoever reads them", async () => {
  const organisation = await testOrganisation(testServices(database.db));
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
