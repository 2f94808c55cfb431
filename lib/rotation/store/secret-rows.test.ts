/** A secret and everything its next step depends on, read in one statement. */
import { afterAll, beforeAll, beforeEach, expect, it } from "vitest";
import type { Db } from "@/lib/db";
import { anIntent, startStoreRows, type StoreRows } from "@/proof/harness/store-rows";
import { newCredential } from "./new-rows";
import { readSecretRows } from "./secret-rows";

let rows: StoreRows;
let id: string;
let db: Db;
beforeAll(async () => {
  rows = await startStoreRows();
  ({
    id,
    harness: { db },
  } = rows);
});
afterAll(() => rows.harness.stop());
beforeEach(() => db.mintedCredential.deleteMany());

const rowNow = (credentialId: string) =>
  db.mintedCredential.findUniqueOrThrow({ where: { id: credentialId } });

it("the rows equal the client's: every column of a secret, a credential and an admin key, set or not", async () => {
  const { otherId, otherRootId } = rows;
  const owner = { rotatingSecretId: otherId, thirdPartyCredentialId: otherRootId };
  const credentialId = await rows.insert({ ...owner, state: "EXPIRING" });
  const tables = {
    rotating_secret: otherId,
    minted_credential: credentialId,
    third_party_credential: otherRootId,
  };
  const same = async () => {
    const read = await readSecretRows(db, { credentialId });
    expect(read?.secret).toEqual(await db.rotatingSecret.findUnique({ where: { id: otherId } }));
    expect(read?.credentials.get(credentialId)).toEqual(await rowNow(credentialId));
    expect(read?.roots.get(otherRootId)).toEqual(await rows.rootRow(otherRootId));
  };
  await same();
  for (const [table, row] of Object.entries(tables)) await setEveryColumn(table, row);
  await same();
});

it("a secret is found by its own ID or that of any of its credentials, with the live ones", async () => {
  const live = await rows.insert({ state: "ACTIVE" });
  const gone = await rows.insert({ state: "REVOKED", serviceAccountName: "gone" });
  for (const about of [{ secretId: id }, { credentialId: live }, { credentialId: gone }]) {
    const read = await readSecretRows(db, about);
    expect(read?.secret.id).toBe(id);
    expect([...(read?.credentials.keys() ?? [])]).toEqual([live]);
  }
  expect(await readSecretRows(db, { secretId: live })).toBeNull();
});

it("a new intent equals what the database creates", async () => {
  const credentialId = await rows.harness.ctx.store.inUnit(async (unit) => {
    await unit.lockSecret(id);
    return (await unit.insertCredential(anIntent(rows, "one"))).id;
  });
  const { createdAt, ...stored } = await rowNow(credentialId);
  expect({ ...newCredential(credentialId, anIntent(rows, "one"), createdAt), createdAt: 0 }).toEqual({
    ...stored,
    createdAt: 0,
  });
});

/** Every nullable column gets a value. The others keep theirs. */
async function setEveryColumn(table: string, row: string): Promise<void> {
  const columns = await db.$queryRaw<{ name: string; type: string }[]>`
    SELECT column_name AS name, udt_name AS type FROM information_schema.columns
     WHERE table_name = ${table} AND is_nullable = 'YES' AND column_name NOT IN ('environment_id')`;
  const values: Record<string, string> = {
    timestamptz: "'2031-02-03T04:05:06.789Z'",
    text: "'text'",
    int4: "7",
    uuid: `'${id}'`,
    pause_reason: "'manual'",
    _uuid: `ARRAY['${id}'::uuid]`,
    _text: "ARRAY['text']",
  };
  const assignments = columns.map(({ name, type }) => {
    const value = values[type];
    if (value === undefined) throw new Error(`${name} is of type ${type}.`);
    return `${name} = ${value}`;
  });
  await db.$executeRawUnsafe(`UPDATE ${table} SET ${assignments.join(", ")} WHERE id = '${row}'`);
}
