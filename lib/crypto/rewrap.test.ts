import { aCredential, aRoot, aRotatingSecret } from "@/proof/harness/builders";
import { randomBytes, randomUUID } from "node:crypto";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { beginChain } from "@/lib/audit-log/chain-rows";
import { ensureInstance } from "@/lib/instance/instance";
import { canaryPlace } from "./places";
import { type TestDatabase, testDatabase } from "@/installation/testing/database";
import { Keyring } from "./keyring";
import {
  adminKeyPlace,
  idempotentAnswerPlace,
  mintedKeyPlace,
  staticSecretPlace,
  webhookSecretPlace,
  webhookUrlPlace,
} from "./places";
import { countKeyUse, rewrap, SEALED_COLUMNS } from "./rewrap";
import { open, seal } from "./sealed";

const key = (id: string) => ({ id, key: randomBytes(32) });
const [k1, k2] = [key("k1"), key("k2")];
const old = new Keyring([k1]);
const both = new Keyring([k2, k1]);
const onlyNew = new Keyring([k2]);

let database: TestDatabase;
let organisationId: string;
let environmentId: string;

beforeAll(async () => {
  database = await testDatabase();
  const { db } = database;
  organisationId = (await db.organisation.create({ data: { name: "Acme" } })).id;
  const app = await db.app.create({ data: { organisationId, name: "shop" } });
  environmentId = (await db.environment.create({ data: { appId: app.id, name: "Production", position: 0 } }))
    .id;
});
beforeEach(async () => {
  const { db } = database;
  await db.secret.deleteMany();
  await db.mintedCredential.deleteMany();
  await db.rotatingSecret.deleteMany();
  await db.thirdPartyCredential.deleteMany();
  await db.idempotencyKey.deleteMany();
  await db.webhookEndpoint.deleteMany();
  await db.auditChain.deleteMany();
  await db.instance.deleteMany();
});
afterAll(() => database.drop());

async function staticSecret(keyring: Keyring, value: string): Promise<string> {
  const id = randomUUID();
  const envelope = await seal(keyring, staticSecretPlace(id, organisationId), value);
  await database.db.secret.create({
    data: { id, environmentId, key: `K_${id.replaceAll("-", "")}`, envelope },
  });
  return id;
}

async function openSecret(keyring: Keyring, id: string): Promise<string> {
  const { envelope } = await database.db.secret.findUniqueOrThrow({ where: { id } });
  return await open(keyring, staticSecretPlace(id, organisationId), envelope ?? "");
}

async function adminKey(keyring: Keyring, value: string): Promise<string> {
  const id = randomUUID();
  const envelope = await seal(keyring, adminKeyPlace(id, organisationId), value);
  await database.db.thirdPartyCredential.create({ data: aRoot(organisationId, { id, envelope }) });
  return id;
}

async function mintedKey(keyring: Keyring, thirdPartyCredentialId: string, value: string): Promise<string> {
  const { db } = database;
  const rotating = await db.rotatingSecret.create({
    data: aRotatingSecret({ organisationId, environmentId, thirdPartyCredentialId }),
  });
  const id = randomUUID();
  const envelope = await seal(keyring, mintedKeyPlace(id, organisationId), value);
  const owner = { rotatingSecretId: rotating.id, thirdPartyCredentialId };
  await db.mintedCredential.create({ data: aCredential(owner, { id, state: "ACTIVE", envelope }) });
  // Revoked ones no longer have a key.
  await db.mintedCredential.create({ data: aCredential(owner, { state: "REVOKED" }) });
  return id;
}

async function webhookEndpoint(keyring: Keyring, url: string, secret: string) {
  const [endpointId, secretId] = [randomUUID(), randomUUID()];
  const envelope = await seal(keyring, webhookUrlPlace(endpointId, organisationId), url);
  const sealedSecret = await seal(keyring, webhookSecretPlace(secretId, organisationId), secret);
  await database.db.webhookEndpoint.create({
    data: {
      id: endpointId,
      organisationId,
      name: "Ops",
      envelope,
      createdBy: "",
      secrets: { create: { id: secretId, envelope: sealedSecret } },
    },
  });
  return { endpointId, secretId };
}

test("moves every kind of encrypted value, and then the new key alone decrypts them all", async () => {
  const { db } = database;
  await ensureInstance(db, old);
  const rootId = await adminKey(old, "sk-admin-1");
  const mintedId = await mintedKey(old, rootId, "sk-svcacct-1");
  const secretId = await staticSecret(old, "postgres://…");

  const answerId = randomUUID();
  const answer = await seal(old, idempotentAnswerPlace(answerId, organisationId), "{}");
  await db.idempotencyKey.create({
    data: {
      id: answerId,
      organisationId,
      actorId: randomUUID(),
      key: "1",
      requestHash: "",
      envelope: answer,
    },
  });

  const webhook = await webhookEndpoint(old, "https://hooks.example.com/1", "whsec_1");

  await beginChain(db, old, organisationId);
  expect(await rewrap(db, both)).toEqual({ moved: SEALED_COLUMNS.length, stuck: [] });

  const use = await countKeyUse(db);
  expect([...use.keys()]).toEqual(["k2"]);
  expect(use.get("k2")).toEqual(new Map(SEALED_COLUMNS.map((column) => [column, 1])));
  expect(await openSecret(onlyNew, secretId)).toBe("postgres://…");
  const root = await db.thirdPartyCredential.findUniqueOrThrow({ where: { id: rootId } });
  expect(await open(onlyNew, adminKeyPlace(rootId, organisationId), root.envelope)).toBe("sk-admin-1");
  const minted = await db.mintedCredential.findUniqueOrThrow({ where: { id: mintedId } });
  expect(await open(onlyNew, mintedKeyPlace(mintedId, organisationId), minted.envelope ?? "")).toBe(
    "sk-svcacct-1",
  );
  const endpoint = await db.webhookEndpoint.findUniqueOrThrow({ where: { id: webhook.endpointId } });
  expect(await open(onlyNew, webhookUrlPlace(endpoint.id, organisationId), endpoint.envelope)).toBe(
    "https://hooks.example.com/1",
  );
  const signing = await db.webhookSecret.findUniqueOrThrow({ where: { id: webhook.secretId } });
  expect(await open(onlyNew, webhookSecretPlace(signing.id, organisationId), signing.envelope)).toBe(
    "whsec_1",
  );
  const instance = await db.instance.findUniqueOrThrow({ where: { id: 1 } });
  expect(await open(onlyNew, canaryPlace(instance.instanceId), instance.canary)).toBe("phase canary");
  expect((await ensureInstance(db, onlyNew)).sealedBecause).toBeNull();
});

test("knows every column with encrypted values", async () => {
  const columns = await database.db.$queryRaw<{ name: string }[]>`
    SELECT table_name || '.' || column_name AS name FROM information_schema.columns
     WHERE table_schema = current_schema() AND column_name IN ('envelope', 'canary')`;
  expect(columns.map(({ name }) => name).sort()).toEqual([...SEALED_COLUMNS].sort());
});

test("continues where an interrupted run stopped, over several batches", async () => {
  const rows = await Promise.all(
    Array.from({ length: 450 }, async (_, index) => {
      const id = randomUUID();
      const envelope = await seal(old, staticSecretPlace(id, organisationId), `value ${index}`);
      return { id, environmentId, key: `KEY_${index}`, envelope };
    }),
  );
  await database.db.secret.createMany({ data: rows });
  const interrupted = new AbortController();
  const onProgress = () => interrupted.abort();
  const first = await rewrap(database.db, both, { onProgress, signal: interrupted.signal });
  expect(first.moved).toBe(200);
  const second = await rewrap(database.db, both);
  expect(first.moved + second.moved).toBe(rows.length);
  for (const [index, { id }] of rows.entries()) expect(await openSecret(onlyNew, id)).toBe(`value ${index}`);
});

test("also moves a value that a process writes with the previous ring, without losing it", async () => {
  const ids = [
    await staticSecret(old, "one"),
    await staticSecret(old, "two"),
    await staticSecret(old, "three"),
  ];
  const overwritten = ids[2] ?? "";
  let writing: Promise<unknown> | undefined;
  // After the batch was read and before the third row is updated.
  const db = database.db.$extends({
    query: {
      async $executeRaw({ args, query }) {
        const envelope = await seal(old, staticSecretPlace(overwritten, organisationId), "four");
        await (writing ??= database.db.secret.update({ where: { id: overwritten }, data: { envelope } }));
        return (await query(args)) as unknown;
      },
    },
  }) as typeof database.db;
  await rewrap(db, both);
  expect(writing).toBeDefined();
  expect(await openSecret(onlyNew, overwritten)).toBe("four");
});

test("leaves and names values that no key decrypts, and moves the rest", async () => {
  const foreign = await staticSecret(new Keyring([key("lost")]), "x");
  const fine = await staticSecret(old, "y");
  const moved = randomUUID();
  const envelope = await seal(old, staticSecretPlace(fine, organisationId), "y");
  await database.db.secret.create({ data: { id: moved, environmentId, key: "MOVED", envelope } });

  const result = await rewrap(database.db, both);

  expect(result.moved).toBe(1);
  expect(result.stuck.map(({ id }) => id).sort()).toEqual([foreign, moved].sort());
  expect(await openSecret(onlyNew, fine)).toBe("y");
  expect((await countKeyUse(database.db)).get("lost")).toEqual(new Map([["secret.envelope", 1]]));
});

test("a second run has nothing to do", async () => {
  await staticSecret(old, "one");
  await rewrap(database.db, both);
  expect(await rewrap(database.db, both)).toEqual({ moved: 0, stuck: [] });
});
