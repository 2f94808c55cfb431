import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { Actor } from "@/lib/access/context";
import { mintedKeyPlace } from "@/lib/crypto/places";
import { seal } from "@/lib/crypto/sealed";
import { Prisma } from "@/lib/generated/prisma/client";
import { OUTPUT_NAMES } from "@/lib/lists/outputs";
import { TEST_ORIGIN } from "@/proof/harness/organisation";
import { KEYRING } from "@/proof/harness/given";
import { type RowsIn, rowsIn } from "@/proof/harness/rows-in";
import { testServices } from "@/proof/harness/test-services";
import { readSecrets, statesIn } from "./read-secrets";
import { environmentValues, openRow, parseValues, readValues } from "./value-rows";

let r: RowsIn;
beforeAll(async () => {
  r = await rowsIn();
});
afterAll(() => r.drop());

/** A rotating secret with a current credential and every output in the environment. */
async function exposed() {
  const { id: rotatingSecretId, organisationId, environmentId } = await r.secret();
  if (environmentId === null) throw new Error("The rotating secret has no environment.");
  const { id } = await r.credential(rotatingSecretId, "ACTIVE", { projectResidency: "GLOBAL" });
  const envelope = await seal(KEYRING, mintedKeyPlace(id, organisationId), "sk-value");
  await r.db.mintedCredential.update({ where: { id }, data: { envelope } });
  await r.db.secret.createMany({
    data: OUTPUT_NAMES.map((output) => ({ environmentId, rotatingSecretId, output, key: output })),
  });
  return { organisationId, environmentId };
}

test("every output of a current credential has a value", async () => {
  const { organisationId, environmentId } = await exposed();
  const { providers } = testServices(r.db);
  const { rows } = (await readValues(r.db, organisationId, environmentId)) ?? {};
  if (rows == null) throw new Error("There are no rows.");
  const values = await Promise.all(
    rows.map((row) => openRow({ keyring: KEYRING, providers }, organisationId, row)),
  );

  expect(rows.map(({ output }) => output).toSorted()).toEqual(OUTPUT_NAMES.toSorted());
  expect(values.filter((value) => !value)).toEqual([]);
  expect(new Set(values).size).toBe(OUTPUT_NAMES.length);
});

test("a changed URL is another tag, and its values are returned although no row has changed", async () => {
  await r.db.secret.deleteMany({});
  const { organisationId, environmentId } = await exposed();
  const services = { ...testServices(r.db), keyring: KEYRING };
  const token = { kind: "token", tokenId: randomUUID(), name: "ci", organisationId } as const;
  const actor: Actor = {
    ...token,
    scopes: ["secrets:read"],
    environmentIds: [],
    keys: [],
    expiresAt: null,
    answersTo: null,
  };
  const ctx = { ...services, actor, origin: TEST_ORIGIN };
  const { tag } = await readSecrets(ctx, { environmentId });
  const values = environmentValues(
    { organisationId: Prisma.sql`${organisationId}::uuid`, keys: Prisma.sql`'{}'::text[]` },
    environmentId,
    statesIn(`"${tag}-json"`),
  );
  const [row] = await r.db.$queryRaw<{ text: string }[]>`SELECT ${values} AS text`;
  const ask = (address: string) => {
    const providers = { ...services.providers, baseUrl: () => address };
    return readSecrets(
      { ...ctx, providers },
      { environmentId, isKnown: (now) => now === tag, ahead: row?.text ?? null },
    );
  };
  const [address = ""] =
    (await readSecrets(ctx, { environmentId })).secrets?.flatMap(({ output, value }) =>
      output === "base_url" ? [value] : [],
    ) ?? [];

  expect(parseValues(row?.text ?? "").rows).toBeNull();
  expect((await ask(address)).secrets).toBeNull();
  const moved = await ask("https://elsewhere.example.com/v1");
  expect(moved.tag).not.toBe(tag);
  expect(moved.secrets).toContainEqual(
    expect.objectContaining({ value: "https://elsewhere.example.com/v1" }),
  );
});

test("a copy is good for the shortest delay of its keys, or until a key expires; without keys nothing is said", async () => {
  await r.db.secret.deleteMany({});
  const { organisationId, environmentId } = await exposed();
  const [output] = await r.db.secret.findMany({ where: { environmentId, output: "api_key" } });
  const rotatingSecretId = output?.rotatingSecretId ?? "";
  const goodFor = async () => (await readValues(r.db, organisationId, environmentId))?.goodForSeconds;
  const endsIn = async (seconds: number) => {
    const keyExpiresAt = new Date(Date.now() + seconds * 1_000);
    await r.db.mintedCredential.updateMany({
      where: { rotatingSecretId, state: "ACTIVE" },
      data: { keyExpiresAt },
    });
  };
  await r.db.rotatingSecret.update({
    where: { id: rotatingSecretId },
    data: { revocationDelaySeconds: 7_200 },
  });
  expect(await goodFor()).toBe(7_200);
  await endsIn(600);
  expect(await goodFor()).toBeGreaterThan(500);
  expect(await goodFor()).toBeLessThanOrEqual(600);
  await endsIn(-600);
  expect(await goodFor()).toBe(0);
  await r.db.secret.deleteMany({});
  await r.db.secret.create({ data: { environmentId, key: "STATIC", envelope: "-" } });
  expect(await goodFor()).toBeNull();
});
