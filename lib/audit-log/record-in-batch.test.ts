import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, expect, it, vi } from "vitest";
import { type TestDatabase, testDatabase } from "@/installation/testing/database";
import type { Ctx } from "@/lib/access/context";
import type { Db } from "@/lib/db";
import { createSecret } from "@/lib/secrets/create-secret";
import { readSecrets } from "@/lib/secrets/read-secrets";
import { type TestOrganisation, testOrganisation } from "@/proof/harness/organisation";
import { testServices } from "@/proof/harness/test-services";
import { untilWaiting } from "@/proof/harness/until-waiting";
import { recordInBatch } from "./record-in-batch";

let database: TestDatabase;
let organisation: TestOrganisation;
let reader: Ctx;

beforeAll(async () => {
  database = await testDatabase();
  organisation = await testOrganisation(testServices(database.db));
  reader = organisation.token(["secrets:read"]);
  const developer = await organisation.person("developer");
  await createSecret(developer, {
    environmentId: organisation.development,
    key: "PASSWORD",
    value: "v",
    comment: "",
  });
});
afterAll(() => database.drop());

const written = (action: string) =>
  database.db.auditEntry.count({ where: { organisationId: organisation.id, action } });

/** A separate client, with its own batch, that counts the statements that write entries. */
function counted(): { db: Db; statements: () => number } {
  let statements = 0;
  const db = database.db.$extends({
    query: {
      async $executeRaw({ args, query }) {
        statements += 1;
        const written: unknown = await query(args);
        return written;
      },
    },
  }) as unknown as Db;
  return { db, statements: () => statements };
}

const record = (db: Db, by: Ctx = reader) =>
  recordInBatch(db, by, "secret.read", { id: organisation.development, name: "Shop" }, { keys: 1 });

it("decrypts no value before the entry for its reading is committed", async () => {
  const before = await written("secret.read");
  const opening = vi.spyOn(reader.keyring, "get");
  const { promise: mayGo, resolve: letGo } = Promise.withResolvers<void>();
  const { promise: isLocked, resolve: locked } = Promise.withResolvers<void>();
  const lock = database.db.$transaction(async (tx) => {
    await tx.$executeRaw`LOCK TABLE audit_entry IN SHARE MODE`;
    locked();
    await mayGo;
  });
  await isLocked;
  const reading = readSecrets(reader, { environmentId: organisation.development });
  await untilWaiting(database.db, reading);
  expect(opening).not.toHaveBeenCalled();
  letGo();
  await lock;
  expect((await reading).secrets).toMatchObject([{ key: "PASSWORD", value: "v" }]);
  expect(opening).toHaveBeenCalledOnce();
  expect(await written("secret.read")).toBe(before + 1);
});

it("writes concurrent reads in one statement, with an entry each", async () => {
  const before = await written("secret.read");
  const { db, statements } = counted();
  await Promise.all(Array.from({ length: 20 }, () => record(db)));
  expect(statements()).toBe(2);
  expect(await written("secret.read")).toBe(before + 20);
});

it("fails only for the entry that can't be written", async () => {
  const before = await written("secret.read");
  const { db } = counted();
  const stranger = { ...reader, actor: { ...reader.actor, organisationId: randomUUID() } };
  const all = await Promise.allSettled([record(db), record(db), record(db, stranger), record(db)]);
  expect(all.map(({ status }) => status)).toEqual(["fulfilled", "fulfilled", "rejected", "fulfilled"]);
  expect(await written("secret.read")).toBe(before + 3);
});
