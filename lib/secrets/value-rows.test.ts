import { afterAll, beforeAll, expect, test } from "vitest";
import { mintedKeyPlace } from "@/lib/crypto/places";
import { seal } from "@/lib/crypto/sealed";
import { OUTPUT_NAMES } from "@/lib/lists/outputs";
import { KEYRING } from "@/proof/harness/given";
import { type RowsIn, rowsIn } from "@/proof/harness/rows-in";
import { testServices } from "@/proof/harness/test-services";
import { openRow, valueRowsOf } from "./value-rows";

let r: RowsIn;
beforeAll(async () => {
  r = await rowsIn();
});
afterAll(() => r.drop());

test("every output of an exposed credential has a value of its own", async () => {
  const { id: rotatingSecretId, organisationId, environmentId } = await r.secret();
  if (environmentId === null) throw new Error("The rotating secret has no environment.");
  const { id } = await r.credential(rotatingSecretId, "ACTIVE", { projectResidency: "GLOBAL" });
  const envelope = await seal(KEYRING, mintedKeyPlace(id, organisationId), "sk-value");
  await r.db.mintedCredential.update({ where: { id }, data: { envelope } });
  await r.db.secret.createMany({
    data: OUTPUT_NAMES.map((output) => ({ environmentId, rotatingSecretId, output, key: output })),
  });

  const { providers } = testServices(r.db);
  const rows = await valueRowsOf(r.db, organisationId, environmentId);
  const values = await Promise.all(
    rows.map((row) => openRow({ keyring: KEYRING, providers }, organisationId, row)),
  );

  expect(rows.map(({ output }) => output).toSorted()).toEqual(OUTPUT_NAMES.toSorted());
  expect(values.filter((value) => !value)).toEqual([]);
  expect(new Set(values).size).toBe(OUTPUT_NAMES.length);
});
