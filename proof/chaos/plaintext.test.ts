import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { newValue } from "@/simulator/ids";
import { testDatabase } from "@/installation/testing/database";
import { connect } from "@/lib/database/connect";
import { keysInTheClear, tablesInTheClear } from "./plaintext";

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "phase-plaintext-"));
});
afterAll(() => rm(folder, { recursive: true }));

const WRITTEN: Record<string, (key: string) => string> = {
  "as it stands": (key) => key,
  reversed: (key) => Array.from(key).reverse().join(""),
  hex: (key) => Buffer.from(key).toString("hex"),
  base64: (key) => Buffer.from(key).toString("base64"),
  "base64 of a text around it": (key) => Buffer.from(`{"a":"${key}"}`).toString("base64"),
  "base64 at another offset": (key) => Buffer.from(`{"ab":"${key}"}`).toString("base64"),
};

it.each(Object.entries(WRITTEN))("finds a key, written %s", async (_, write) => {
  for (const key of [newValue.serviceAccountKey(), newValue.adminKey()]) {
    await writeFile(join(folder, "file"), `\0\xff before ${write(key)} after`, "latin1");
    expect(await keysInTheClear(folder)).toHaveLength(1);
  }
});

it("mistakes neither a hint nor a name for a key", async () => {
  await writeFile(join(folder, "file"), "sk-admin-…4f2a sk-svcacct-… phase-rs-0199-1764081000");
  expect(await keysInTheClear(folder)).toEqual([]);
});

it("finds a key in a row of any schema, and reads what is there", async () => {
  const database = await testDatabase();
  const client = await connect(database.url);
  try {
    expect((await tablesInTheClear(client)).found).toEqual([]);
    await client.query("CREATE SCHEMA aside; CREATE TABLE aside.jobs (data jsonb)");
    await client.query("INSERT INTO aside.jobs VALUES (jsonb_build_object('value', $1::text))", [
      newValue.serviceAccountKey(),
    ]);
    const { found, rows } = await tablesInTheClear(client);
    expect(found).toEqual([expect.stringMatching(/^"?aside"?\."?jobs"?: sk-svcacct-/)]);
    expect(rows).toBeGreaterThan(0);
  } finally {
    await client.end();
    await database.drop();
  }
});
