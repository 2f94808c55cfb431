import { Prisma } from "@/lib/generated/prisma/client";
import { aCredential, aRoot, aRotatingSecret, aSecret } from "@/proof/harness/builders";
import { randomUUID } from "node:crypto";
import { afterAll, afterEach, beforeAll, expect, test, vi } from "vitest";
import { readEvents } from "@/cli/sse";
import { type TestDatabase, testDatabase } from "@/installation/testing/database";
import { ChangeFeed, type ChangeListener } from "./change-feed";
import { environmentVersion, keyVersions } from "./environment-version";
import { secretStream } from "./secret-stream";

let database: TestDatabase;
let feed: ChangeFeed;
let appId: string;
const open: AbortController[] = [];

beforeAll(async () => {
  database = await testDatabase();
  feed = new ChangeFeed(database.url);
  const organisation = await database.db.organisation.create({ data: { name: "Acme" } });
  const app = await database.db.app.create({ data: { organisationId: organisation.id, name: "shop" } });
  appId = app.id;
});
afterEach(() => {
  for (const controller of open.splice(0)) controller.abort();
});
afterAll(async () => {
  await feed.close();
  await database.drop();
});

async function environment(): Promise<string> {
  const row = await database.db.environment.create({ data: { appId, name: randomUUID(), position: 0 } });
  return row.id;
}

async function writeSecret(environmentId: string): Promise<string> {
  const data = { environmentId, key: `KEY_${randomUUID().replaceAll("-", "")}`, envelope: "sealed" };
  return (await database.db.secret.create({ data })).id;
}

const PATIENT = { firstMs: 10_000, nextMs: 10_000 };

const everybody = async () => {};

const all = (environmentId: string) => ({ environmentId, isSeen: Prisma.sql`true` });

function listen(environmentId: string, lastEventId: string | null = null, checkAccess = everybody) {
  const controller = new AbortController();
  open.push(controller);
  const { signal } = controller;
  const events = readEvents(
    secretStream({
      db: database.db,
      feed,
      watched: all(environmentId),
      checkAccess,
      lastEventId,
      ended: () => {},
      signal,
    }),
    PATIENT,
  );
  return { controller, next: async () => (await events.next()).value as unknown };
}

test("a listener without an event gets one immediately, then one for each change", async () => {
  const id = await environment();
  const stream = listen(id);
  expect(await stream.next()).toEqual({
    event: "change",
    id: await environmentVersion(database.db, all(id)),
  });
  const secretId = await writeSecret(id);
  expect(await stream.next()).toEqual({
    event: "change",
    id: await environmentVersion(database.db, all(id)),
  });
  await database.db.secret.update({ where: { id: secretId }, data: { version: { increment: 1 } } });
  expect(await stream.next()).toEqual({
    event: "change",
    id: await environmentVersion(database.db, all(id)),
  });
  await database.db.secret.delete({ where: { id: secretId } });
  expect(await stream.next()).toEqual({
    event: "change",
    id: await environmentVersion(database.db, all(id)),
  });
});

test("an event has the version and the keys that changed or were added or removed; the first has all", async () => {
  const id = await environment();
  const write = async (key: string) =>
    (await database.db.secret.create({ data: { environmentId: id, key, envelope: "sealed" } })).id;
  const [kept, changed, removed] = [await write("KEPT"), await write("CHANGED"), await write("REMOVED")];
  const controller = new AbortController();
  open.push(controller);
  const { signal } = controller;
  const body = secretStream({
    db: database.db,
    feed,
    watched: all(id),
    checkAccess: everybody,
    lastEventId: null,
    signal,
    ended: () => undefined,
  });
  const data = dataOf(body);
  const version = () => environmentVersion(database.db, all(id));
  const everyKey = ["CHANGED", "KEPT", "REMOVED"];
  expect(await data.next()).toEqual({ environmentId: id, version: await version(), keys: everyKey });
  await database.db.secret.update({ where: { id: changed }, data: { version: 2 } });
  expect(await data.next()).toEqual({ environmentId: id, version: await version(), keys: ["CHANGED"] });
  await database.db.secret.delete({ where: { id: removed } });
  expect(await data.next()).toEqual({ environmentId: id, version: await version(), keys: ["REMOVED"] });
  await database.db.secret.update({ where: { id: kept }, data: { key: "RENAMED" } });
  expect(await data.next()).toMatchObject({ keys: ["KEPT", "RENAMED"] });
});

test("a returning listener that is up to date gets only the next changed key", async () => {
  const id = await environment();
  const [secretId] = [await writeSecret(id), await writeSecret(id)];
  const controller = new AbortController();
  open.push(controller);
  const looks = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
  let begun = 0;
  let hear: ChangeListener = () => {};
  const body = secretStream({
    db: database.db,
    feed: {
      closed: new AbortController().signal,
      subscribe: (listener) => {
        hear = listener;
        return () => true;
      },
    },
    watched: all(id),
    checkAccess: async () => looks[begun++]?.resolve(),
    lastEventId: await environmentVersion(database.db, all(id)),
    signal: controller.signal,
    ended: () => undefined,
  });
  const next = dataOf(body).next();
  await looks[0]?.promise;
  hear(null);
  // The second check begins after the first.
  await looks[1]?.promise;
  const { key } = await database.db.secret.update({ where: { id: secretId }, data: { version: 2 } });
  hear(null);
  expect(await next).toMatchObject({ keys: [key] });
});

/** The data of each event. */
function dataOf(body: ReadableStream<Uint8Array>): { next(): Promise<unknown> } {
  const [reader, decoder] = [body.getReader(), new TextDecoder()];
  let text = "";
  return {
    async next() {
      for (;;) {
        const found = /^data: (.*)\n\n/m.exec(text);
        if (found !== null) {
          text = text.slice(found.index + found[0].length);
          return JSON.parse(found[1] ?? "") as unknown;
        }
        const { done, value } = await reader.read();
        if (done) throw new Error("The stream has ended.");
        text += decoder.decode(value, { stream: true });
      }
    },
  };
}

test("a returning listener gets an event only if it missed one", async () => {
  const id = await environment();
  const seen = await environmentVersion(database.db, all(id));
  const upToDate = listen(id, seen);
  await writeSecret(id);
  const changed = await environmentVersion(database.db, all(id));
  expect(changed).not.toBe(seen);
  expect(await upToDate.next()).toEqual({ event: "change", id: changed });
  expect(await listen(id, seen).next()).toEqual({ event: "change", id: changed });
});

test("another environment's change causes no event", async () => {
  const [id, other] = [await environment(), await environment()];
  const stream = listen(id);
  await stream.next();
  await writeSecret(other);
  await writeSecret(id);
  expect(await stream.next()).toEqual({
    event: "change",
    id: await environmentVersion(database.db, all(id)),
  });
});

test("a change made while the listening connection is down is reported after its return", async () => {
  const id = await environment();
  const stream = listen(id);
  await stream.next();
  const cut = await database.db.$queryRaw`
    SELECT pg_terminate_backend(pid) FROM pg_stat_activity
     WHERE datname = current_database() AND application_name = 'phase change feed'`;
  expect(cut).toHaveLength(1);
  await writeSecret(id);
  expect(await stream.next()).toEqual({
    event: "change",
    id: await environmentVersion(database.db, all(id)),
  });
});

test("a new current credential is a change, whatever the rows' versions", async () => {
  const id = await environment();
  const { organisationId } = await database.db.app.findUniqueOrThrow({ where: { id: appId } });
  const root = await database.db.thirdPartyCredential.create({
    data: aRoot(organisationId),
  });
  const rotating = await database.db.rotatingSecret.create({
    data: aRotatingSecret({ organisationId, environmentId: id, thirdPartyCredentialId: root.id }),
  });
  await database.db.secret.create({
    data: aSecret(id, { key: "OPENAI_API_KEY", rotatingSecretId: rotating.id, output: "api_key" }),
  });
  const before = await environmentVersion(database.db, all(id));
  await database.db.mintedCredential.create({
    data: aCredential(
      { rotatingSecretId: rotating.id, thirdPartyCredentialId: root.id },
      { state: "ACTIVE" },
    ),
  });
  expect(await environmentVersion(database.db, all(id))).not.toBe(before);
});

test("the stream ends with the request, and with the feed", async () => {
  const id = await environment();
  const left = listen(id);
  await left.next();
  left.controller.abort();
  expect(await left.next()).toBeUndefined();

  const ending = new ChangeFeed(database.url);
  const { signal } = new AbortController();
  const ended = vi.fn();
  const events = readEvents(
    secretStream({
      db: database.db,
      feed: ending,
      watched: all(id),
      checkAccess: everybody,
      lastEventId: null,
      ended,
      signal,
    }),
    PATIENT,
  );
  await events.next();
  expect(ended).not.toHaveBeenCalled();
  await ending.close();
  expect((await events.next()).done).toBe(true);
  expect(ended).toHaveBeenCalled();
});

test("the stream reveals nothing, and ends, once its listener may no longer read", async () => {
  const id = await environment();
  let allowed = true;
  const stream = listen(id, null, async () => {
    if (!allowed) throw new Error("Not any more.");
  });
  await stream.next();
  allowed = false;
  await writeSecret(id);
  expect(await stream.next()).toBeUndefined();
});

test("readers with the same state of an environment share one copy", async () => {
  const id = await environment();
  await writeSecret(id);
  const version = await environmentVersion(database.db, all(id));
  const one = await keyVersions(database.db, all(id), version);
  expect(await keyVersions(database.db, all(id), version)).toBe(one);
  await writeSecret(id);
  const other = await keyVersions(database.db, all(id), await environmentVersion(database.db, all(id)));
  expect([one.keys.size, other.keys.size]).toEqual([1, 2]);
});
