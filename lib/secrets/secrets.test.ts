import { aCredential, aRoot, aRotatingSecret, aSecret } from "@/proof/harness/builders";
import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, expect, it } from "vitest";
import { type TestOrganisation, testOrganisation } from "@/proof/harness/organisation";
import { testServices } from "@/proof/harness/test-services";
import { mintedKeyPlace } from "@/lib/crypto/places";
import { seal } from "@/lib/crypto/sealed";
import type { Ctx } from "@/lib/access/context";
import type { EngineServices } from "@/lib/rotation/services";
import { type TestDatabase, testDatabase } from "@/installation/testing/database";
import { createSecret } from "./create-secret";
import { deleteSecret } from "./delete-secret";
import { importSecrets } from "./import-secrets";
import { listRows } from "./list-rows";
import { readSecret } from "./read-secret";
import { readSecrets } from "./read-secrets";
import { revealSecret } from "./reveal-secret";
import { updateSecret } from "./update-secret";

let database: TestDatabase;
let services: EngineServices;
let organisation: TestOrganisation;
let developer: Ctx;

beforeAll(async () => {
  database = await testDatabase();
  services = testServices(database.db);
});

afterAll(async () => {
  await database.drop();
});

async function freshOrganisation(): Promise<void> {
  organisation = await testOrganisation(services);
  developer = await organisation.person("developer");
}

async function make(key: string, value: string) {
  return await createSecret(developer, { environmentId: organisation.development, key, value, comment: "" });
}

async function rowsOf(ctx: Ctx, environmentId = organisation.development) {
  return (await listRows(ctx, { environmentId, limit: 200 })).secrets;
}

async function values(ctx: Ctx = developer): Promise<Record<string, string>> {
  const { secrets } = await readSecrets(ctx, { environmentId: organisation.development });
  return Object.fromEntries((secrets ?? []).map(({ key, value }) => [key, value]));
}

/** A rotating secret with its outputs and an exposed credential. */
async function makeRotating() {
  const { db } = services;
  const root = await db.thirdPartyCredential.create({
    data: aRoot(organisation.id),
  });
  const rotating = await db.rotatingSecret.create({
    data: aRotatingSecret({
      organisationId: organisation.id,
      environmentId: organisation.development,
      thirdPartyCredentialId: root.id,
    }),
  });
  const holds = (key: string, output: "api_key" | "key_id") =>
    db.secret.create({
      data: aSecret(organisation.development, { key, rotatingSecretId: rotating.id, output }),
    });
  const output = await holds("OPENAI_API_KEY", "api_key");
  await holds("OPENAI_KEY_ID", "key_id");
  const expose = async (apiKey: string, keyId: string) => {
    const id = randomUUID();
    const envelope = await seal(services.keyring, mintedKeyPlace(id, organisation.id), apiKey);
    await db.mintedCredential.updateMany({
      where: { rotatingSecretId: rotating.id, state: "ACTIVE" },
      data: { state: "EXPIRING" },
    });
    await db.mintedCredential.create({
      data: aCredential(
        { rotatingSecretId: rotating.id, thirdPartyCredentialId: root.id },
        { id, state: "ACTIVE", keyId, envelope },
      ),
    });
  };
  return { output, expose };
}

it("stores a static value encrypted, and reads it back", async () => {
  await freshOrganisation();
  const row = await make("DATABASE_PASSWORD", "correct horse");
  const stored = await services.db.secret.findUniqueOrThrow({ where: { id: row.id } });
  expect(JSON.stringify(stored)).not.toContain("correct horse");
  expect(await values()).toEqual({ DATABASE_PASSWORD: "correct horse" });
  expect(row).not.toHaveProperty("value");
  expect(await rowsOf(developer)).toEqual([row]);
});

it("refuses an envelope that was moved to another row", async () => {
  await freshOrganisation();
  const one = await make("ONE", "1");
  const two = await make("TWO", "2");
  const { envelope } = await services.db.secret.findUniqueOrThrow({ where: { id: one.id } });
  await services.db.secret.update({ where: { id: two.id }, data: { envelope } });
  await expect(revealSecret(developer, { id: two.id })).rejects.toMatchObject({ name: "SealError" });
});

it("writes nothing under a key ring that can't decrypt stored values", async () => {
  await freshOrganisation();
  const sealed = { ...developer, lookAtSeal: () => Promise.resolve("Wrong key ring.") };
  const attempt = createSecret(sealed, {
    environmentId: organisation.development,
    key: "A",
    value: "1",
    comment: "",
  });
  await expect(attempt).rejects.toMatchObject({ code: "sealed" });
  expect(await rowsOf(developer)).toEqual([]);
});

it("refuses a key that already exists, new or renamed", async () => {
  await freshOrganisation();
  await make("ONE", "1");
  const two = await make("TWO", "2");
  await expect(make("ONE", "again")).rejects.toMatchObject({ code: "key_exists" });
  await expect(updateSecret(developer, { id: two.id, key: "ONE" })).rejects.toMatchObject({
    code: "key_exists",
  });
  expect(await values()).toEqual({ ONE: "1", TWO: "2" });
});

it("changes a value, its version and the tag of the environment", async () => {
  await freshOrganisation();
  const row = await make("ONE", "1");
  const read = (known?: string) =>
    readSecrets(developer, { environmentId: organisation.development, isKnown: (tag) => tag === known });
  const before = await read();
  expect((await read(before.tag)).secrets).toBeNull();
  const changed = await updateSecret(developer, { id: row.id, value: "2" });
  expect(changed.version).toBe(row.version + 1);
  const after = await read(before.tag);
  expect(after.secrets).toMatchObject([{ key: "ONE", value: "2" }]);
  expect(after.tag).not.toBe(before.tag);
});

it("a comment or another name doesn't change the value's version", async () => {
  await freshOrganisation();
  const row = await make("ONE", "1");
  const changed = await updateSecret(developer, { id: row.id, key: "UNO", comment: "For billing" });
  expect(changed).toMatchObject({ key: "UNO", comment: "For billing", version: row.version });
  expect(await values()).toEqual({ UNO: "1" });
});

it("reads every output from the current credential, and detects the switch", async () => {
  await freshOrganisation();
  const { expose } = await makeRotating();
  expect(await values()).toEqual({});
  await expose("sk-first", "key_first");
  expect(await values()).toEqual({ OPENAI_API_KEY: "sk-first", OPENAI_KEY_ID: "key_first" });
  const { tag } = await readSecrets(developer, { environmentId: organisation.development });
  await expose("sk-second", "key_second");
  expect(await values()).toEqual({ OPENAI_API_KEY: "sk-second", OPENAI_KEY_ID: "key_second" });
  const again = await readSecrets(developer, {
    environmentId: organisation.development,
    isKnown: (known) => known === tag,
  });
  expect(again.secrets).not.toBeNull();
});

it("lets an output be renamed and commented, never entered or deleted", async () => {
  await freshOrganisation();
  const { output, expose } = await makeRotating();
  await expose("sk-first", "key_first");
  await updateSecret(developer, { id: output.id, key: "AI_KEY", comment: "for the shop" });
  expect(await values()).toMatchObject({ AI_KEY: "sk-first" });
  await expect(updateSecret(developer, { id: output.id, value: "x" })).rejects.toMatchObject({
    code: "invalid_input",
    details: { issues: [{ path: "value" }] },
  });
  await expect(deleteSecret(developer, { id: output.id })).rejects.toMatchObject({ code: "conflict" });
});

it("writes an audit entry for each read and reveal, without the value", async () => {
  await freshOrganisation();
  const row = await make("ONE", "the value itself");
  await values();
  await revealSecret(developer, { id: row.id });
  await deleteSecret(developer, { id: row.id });
  const entries = await services.db.auditEntry.findMany({
    where: { organisationId: organisation.id },
    orderBy: { id: "asc" },
  });
  expect(entries.map(({ action }) => action)).toEqual([
    "secret.created",
    "secret.read",
    "secret.revealed",
    "secret.deleted",
  ]);
  expect(entries[0]).toMatchObject({ ip: "203.0.113.7", subjectName: "ONE" });
  expect(JSON.stringify(entries)).not.toContain("the value itself");
});

it("reads one value by its key, with its own tag and audit entry, and no other", async () => {
  await freshOrganisation();
  const row = await make("ONE", "1");
  await make("TWO", "2");
  const { expose } = await makeRotating();
  const environmentId = organisation.development;
  const read = (key: string, known = "") =>
    readSecret(developer, { environmentId, key, isKnown: (tag) => tag === known });
  const missing = (key: string) => expect(read(key)).rejects.toMatchObject({ code: "not_found" });
  await missing("OPENAI_API_KEY");
  await missing("THREE");
  await expose("sk-first", "key_first");
  const first = await read("OPENAI_API_KEY");
  expect(first).toMatchObject({ secret: { key: "OPENAI_API_KEY", value: "sk-first" } });
  expect(first.goodForSeconds).toBeGreaterThan(0);
  const one = await read("ONE");
  expect(one).toMatchObject({
    secret: { key: "ONE", value: "1", version: row.version },
    goodForSeconds: null,
  });
  await make("FOUR", "4");
  expect((await read("ONE", one.tag)).secret).toBeNull();
  await expose("sk-second", "key_second");
  expect((await read("OPENAI_API_KEY", first.tag)).secret).toMatchObject({ value: "sk-second" });
  await updateSecret(developer, { id: row.id, value: "11" });
  expect((await read("ONE", one.tag)).secret).toMatchObject({ value: "11" });
  const where = { organisationId: organisation.id, action: "secret.value_read" };
  const entries = await services.db.auditEntry.findMany({ where, orderBy: { id: "asc" } });
  const keys = ["OPENAI_API_KEY", "ONE", "OPENAI_API_KEY", "ONE"];
  expect(entries.map(({ subjectName }) => subjectName)).toEqual(keys);
});

it("imports a .env text: new keys, kept keys, replaced keys, never an output", async () => {
  await freshOrganisation();
  await makeRotating();
  await make("KEPT", "old");
  const text = "# comment\nexport ADDED='a b'\nKEPT=new\nOPENAI_API_KEY=sk-mine\n";
  const environmentId = organisation.development;
  expect(await importSecrets(developer, { environmentId, text, onConflict: "skip" })).toEqual({
    created: ["ADDED"],
    updated: [],
    skipped: ["KEPT", "OPENAI_API_KEY"],
  });
  expect(await values()).toEqual({ ADDED: "a b", KEPT: "old" });
  expect(await importSecrets(developer, { environmentId, text, onConflict: "replace" })).toMatchObject({
    updated: ["ADDED", "KEPT"],
    skipped: ["OPENAI_API_KEY"],
  });
  expect(await values()).toEqual({ ADDED: "a b", KEPT: "new" });
});

it("hides another organisation's environments and rows", async () => {
  await freshOrganisation();
  const row = await make("ONE", "1");
  const stranger = await (await testOrganisation(services)).person("owner");
  const { development: environmentId } = organisation;
  const attempts = [
    listRows(stranger, { environmentId, limit: 200 }),
    readSecrets(stranger, { environmentId }),
    createSecret(stranger, { environmentId, key: "X", value: "1", comment: "" }),
    importSecrets(stranger, { environmentId, text: "X=1", onConflict: "replace" }),
    updateSecret(stranger, { id: row.id, value: "2" }),
    deleteSecret(stranger, { id: row.id }),
    revealSecret(stranger, { id: row.id }),
  ];
  for (const attempt of await Promise.allSettled(attempts)) {
    expect(attempt).toMatchObject({ status: "rejected", reason: { code: "not_found" } });
  }
  expect(await values()).toEqual({ ONE: "1" });
});

it("enforces roles and scopes", async () => {
  await freshOrganisation();
  const row = await make("ONE", "1");
  const { development: environmentId, staging } = organisation;
  const viewer = await organisation.person("viewer");
  expect(await rowsOf(viewer, environmentId)).toHaveLength(1);
  await expect(revealSecret(viewer, { id: row.id })).rejects.toMatchObject({ code: "forbidden" });
  await expect(values(viewer)).rejects.toMatchObject({ code: "forbidden" });

  const reader = organisation.token(["secrets:read"]);
  expect(await values(reader)).toEqual({ ONE: "1" });
  await expect(deleteSecret(reader, { id: row.id })).rejects.toMatchObject({ code: "forbidden" });

  const elsewhere = organisation.token(["secrets:read"], [staging]);
  await expect(values(elsewhere)).rejects.toMatchObject({ code: "not_found" });
  // Neither tells whether it is there.
  const missing = { code: "not_found", message: "Secret not found." };
  await expect(revealSecret(elsewhere, { id: row.id })).rejects.toMatchObject(missing);
  await expect(revealSecret(elsewhere, { id: organisation.development })).rejects.toMatchObject(missing);
});
