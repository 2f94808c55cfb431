/** Tests service tokens that are limited to some keys. proof/access-matrix/keys.test.ts tests the rest on all routes. */
import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, expect, it } from "vitest";
import { createServiceTokenSchema } from "@/lib/api/service-tokens";
import { type TestDatabase, testDatabase } from "@/installation/testing/database";
import { Prisma } from "@/lib/generated/prisma/client";
import { environmentVersion, keyVersions } from "@/lib/live/environment-version";
import type { EngineCtx } from "@/lib/rotation/services";
import { createSecret } from "@/lib/secrets/create-secret";
import { findSecrets } from "@/lib/secrets/find-secrets";
import { importSecrets } from "@/lib/secrets/import-secrets";
import { listRows } from "@/lib/secrets/list-rows";
import { readSecret } from "@/lib/secrets/read-secret";
import { readSecrets } from "@/lib/secrets/read-secrets";
import { updateSecret } from "@/lib/secrets/update-secret";
import { createToken } from "@/lib/tokens/create-token";
import { findTokenActor } from "@/lib/tokens/find-token-actor";
import { type TestOrganisation, testOrganisation } from "@/proof/harness/organisation";
import { testServices } from "@/proof/harness/test-services";
import { isAmongKeys, isSeenSecret } from "./reach-in-sql";
import { seesKey, seesOutputs } from "./reach";

let database: TestDatabase;
let organisation: TestOrganisation;
let owner: EngineCtx;
let environmentId: string;

beforeAll(async () => {
  database = await testDatabase();
  organisation = await testOrganisation(testServices(database.db));
  owner = await organisation.person("owner");
  environmentId = organisation.development;
});
afterAll(() => database.drop());

const limitedTo = (...keys: string[]) => organisation.token(["admin"], [], keys);
const add = (key: string) =>
  createSecret(owner, { environmentId, key, value: `value of ${key}`, comment: "" });

it("matches a key as a whole, and a prefix to its end, in the database as in the program", async () => {
  const limits = [["A_KEY"], ["A_*"], ["A*", "B"], ["_*"], ["A_KEY", "A_KEY_2"], []];
  const keys = ["A_KEY", "A_KEY_2", "AXKEY", "A", "A_", "B", "BB", "a_key", "_", "A%KEY", "A\\KEY"];
  for (const limit of limits) {
    const { actor } = limitedTo(...limit);
    const found = await database.db.$queryRaw<{ key: string }[]>`
      SELECT key FROM unnest(${keys}::text[]) AS given (key)
       WHERE ${isAmongKeys(Prisma.sql`${limit}::text[]`, Prisma.sql`key`)}`;
    const seen = keys.filter((key) => seesKey(actor, key));
    expect(found.map(({ key }) => key).toSorted(), limit.join()).toEqual(seen.toSorted());
  }
  const { actor } = limitedTo("A_*");
  expect(keys.filter((key) => seesKey(actor, key))).toEqual(["A_KEY", "A_KEY_2", "A_"]);
  expect(seesOutputs(actor, ["A_KEY", "A_"])).toBe(true);
  expect(seesOutputs(actor, ["A_KEY", "B"])).toBe(false);
  expect(seesOutputs(actor, [])).toBe(false);
});

it("accepts names and prefixes of keys, and refuses everything else", () => {
  const parse = (keys: unknown) =>
    createServiceTokenSchema.safeParse({ name: "t", scopes: ["secrets:read"], keys }).success;
  expect([["OPENAI_API_KEY"], ["STRIPE_*", "_x"], undefined].map(parse)).toEqual([true, true, true]);
  const refused = [[], ["*"], [""], ["A*B"], ["A**"], ["A B"], ["9A"], ["A-B"], ["A\nB"], ["Ä*"], null];
  expect(refused.filter(parse)).toEqual([]);
});

it("keeps the limits with the token, and lets it create no other token", async () => {
  const input = { name: "limited", scopes: ["admin" as const], keys: ["A_*", "B", "B"], expiresAt: null };
  const made = await createToken(owner, input);
  expect(made.keys).toEqual(["A_*", "B"]);
  const actor = await findTokenActor(database.db, made.token, null);
  if (actor === null) throw new Error("The token isn't known.");
  expect(seesKey(actor, "A_1") && !seesKey(actor, "C")).toBe(true);
  for (const keys of [["A_*"], undefined]) {
    const wider = createToken({ ...owner, actor }, { name: "wider", scopes: ["admin"], keys });
    await expect(wider).rejects.toMatchObject({ code: "forbidden" });
  }
  const entry = await database.db.auditEntry.findFirst({ where: { subjectId: made.id } });
  expect(entry?.detail).toMatchObject({ keys: "A_* B" });
});

it("changes the tag and the version of a limited reader with their own keys only", async () => {
  const ctx = limitedTo("TAG_*");
  const watched = { environmentId, isSeen: isSeenSecret(ctx.actor) };
  const states = async () => [
    (await readSecrets(ctx, { environmentId })).tag,
    await environmentVersion(database.db, watched),
  ];
  const own = await add("TAG_OWN");
  const other = await add("OTHER");
  const before = await states();
  await updateSecret(owner, { id: other.id, value: "changed", comment: "changed" });
  await add("ANOTHER");
  expect(await states()).toEqual(before);
  await updateSecret(owner, { id: own.id, value: "changed" });
  const after = await states();
  expect(after[0]).not.toBe(before[0]);
  expect(after[1]).not.toBe(before[1]);
  // Two listeners that know the same version have separate lists.
  const all = await keyVersions(database.db, { environmentId, isSeen: Prisma.sql`true` }, "none");
  const seen = await keyVersions(database.db, watched, "none");
  expect([...all.keys.keys()]).toEqual(expect.arrayContaining(["OTHER", "TAG_OWN"]));
  expect([...seen.keys.keys()]).toEqual(["TAG_OWN"]);
});

it("treats a key outside of the limits like a missing one", async () => {
  await add("MISSING_NOT");
  const ctx = limitedTo("OTHERS_*");
  const said = async (key: string) =>
    await readSecret(ctx, { environmentId, key }).catch((error: unknown) =>
      String(error).replace(key, "KEY"),
    );
  expect(await said("MISSING_NOT")).toBe(await said(`M${randomUUID().slice(0, 8)}`));
});

it("writes only matching keys, and refuses others before it checks whether they exist", async () => {
  const ctx = limitedTo("MINE_*");
  await add("THEIRS");
  const mine = await createSecret(ctx, { environmentId, key: "MINE_1", value: "x", comment: "" });
  const refused = { code: "forbidden" };
  for (const key of ["THEIRS", "NOBODYS"]) {
    const input = { environmentId, key, value: "x", comment: "" };
    await expect(createSecret(ctx, input)).rejects.toMatchObject(refused);
    await expect(updateSecret(ctx, { id: mine.id, key })).rejects.toMatchObject(refused);
    const text = `MINE_2=x\n${key}=y`;
    const imported = importSecrets(ctx, { environmentId, text, onConflict: "replace" });
    await expect(imported).rejects.toMatchObject(refused);
  }
  const { secrets } = await listRows(ctx, { environmentId, limit: 200 });
  expect(secrets.map(({ key }) => key)).toEqual(["MINE_1"]);
});

it("fills a search with what it may name", async () => {
  for (const key of ["A_FINDABLE", "B_FINDABLE", "C_FINDABLE"]) await add(key);
  const found = await findSecrets(limitedTo("B_*", "C_*"), { search: "findable", limit: 1 });
  expect(found.map(({ key }) => key)).toEqual(["B_FINDABLE"]);
});

it("doesn't accept a hidden row as a cursor", async () => {
  const hidden = await add("CURSOR_HIDDEN");
  await add("CURSOR_SHOWN");
  const ctx = limitedTo("CURSOR_SHOWN");
  const list = (cursor?: string) => listRows(ctx, { environmentId, limit: 200, cursor });
  expect((await list()).secrets.map(({ key }) => key)).toEqual(["CURSOR_SHOWN"]);
  await expect(list(hidden.id)).rejects.toMatchObject({ code: "invalid_input" });
});
