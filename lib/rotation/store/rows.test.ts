/** Which rows a unit of work reads and changes, and which it leaves alone. */
import { WAKES_NOBODY } from "@/proof/harness/wakes-nobody";
import { notificationWriter } from "@/lib/notifications/write-notifications";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { v7 as uuidv7 } from "uuid";
import type { MintedCredential } from "@/lib/generated/prisma/client";
import { CREDENTIAL_STATES, type CredentialState } from "../core/model";
import { beginWork, createStore } from "./create-store";
import { at, idsOf, startStoreRows, type StoreRows } from "@/proof/harness/store-rows";
import { untilWaiting } from "@/proof/harness/until-waiting";

let harness: StoreRows["harness"];
let id: StoreRows["id"];
let otherId: StoreRows["otherId"];
let rootId: StoreRows["rootId"];
let otherRootId: StoreRows["otherRootId"];
let inUnit: StoreRows["inUnit"];
let insert: StoreRows["insert"];
let rootRow: StoreRows["rootRow"];
beforeAll(async () => {
  ({ harness, id, otherId, rootId, otherRootId, inUnit, insert, rootRow } = await startStoreRows());
});
afterAll(() => harness.stop());
beforeEach(() => harness.db.mintedCredential.deleteMany());

it("a unit's time is the database's, and its waits are limited", async () => {
  const { db } = harness;
  const [set] = await db.$transaction(async (tx) => {
    await beginWork(tx);
    return await tx.$queryRaw<object[]>`
      SELECT current_setting('lock_timeout') AS lock,
             current_setting('idle_in_transaction_session_timeout') AS idle`;
  });
  expect(set).toEqual({ lock: "4s", idle: "8s" });
  const [clock] = await db.$queryRaw<{ now: Date }[]>`SELECT now() AS now`;
  const { now } = await inUnit((unit) => Promise.resolve({ now: unit.now }));
  expect(Number(now)).toBeGreaterThanOrEqual(Number(clock?.now));
});

describe.each([
  ["in a transaction", false],
  ["on one secret", true],
])("a unit that fails, %s,", (_, isOnOne) => {
  it("leaves no row, no event and no wake-up", async () => {
    const woken: unknown[] = [];
    const queue = { ...WAKES_NOBODY, wake: async (rows: readonly unknown[]) => void woken.push(...rows) };
    const events = await harness.db.event.count();
    const failing = createStore(harness.db, queue, notificationWriter).inUnit(
      async (unit) => {
        await unit.lockSecret(id);
        await unit.updateSecret(id, { name: "Half" });
        await unit.recordEvent({
          rotatingSecretId: id,
          type: "rotating_secret.recovered",
          actor: "test",
          detail: {},
        });
        await unit.wakeMint(id, unit.now);
        throw new Error("Out of memory.");
      },
      isOnOne ? { secretId: id } : undefined,
    );
    await expect(failing).rejects.toThrow("Out of memory.");
    expect(woken).toEqual([]);
    expect((await harness.secret(id)).name).toBe("OpenAI 1");
    expect(await harness.db.event.count()).toBe(events);
  });
});

describe("a lock", () => {
  it("on a rotating secret is waited for, and its data is read afterwards", async () => {
    const { db } = harness;
    let read: Promise<{ fence: number } | null> = Promise.resolve(null);
    const { fence } = await harness.secret(id);
    await db.$transaction(async (tx) => {
      await tx.rotatingSecret.update({ where: { id }, data: { fence: fence + 1 } });
      read = inUnit((unit) => unit.lockSecret(id));
      await untilWaiting(db, read);
    });
    expect((await read)?.fence).toBe(fence + 1);
    expect(await inUnit((unit) => unit.lockSecret(uuidv7()))).toBeNull();
  });

  it("on an admin key keeps it from being deleted until the unit ends, but lets it be changed", async () => {
    const { db } = harness;
    let deletion: Promise<unknown> = Promise.resolve();
    let isDeleted = false;
    await inUnit(async (unit) => {
      expect(await unit.holdRootCredential(otherRootId)).toEqual({ environmentIds: [], projectIds: [] });
      await db.thirdPartyCredential.update({ where: { id: otherRootId }, data: { parkedUntil: null } });
      deletion = db
        .$transaction(async (tx) => {
          await tx.$queryRaw`SELECT 1 FROM third_party_credential WHERE id = ${otherRootId}::uuid FOR UPDATE`;
          await tx.thirdPartyCredential.update({
            where: { id: otherRootId },
            data: { deletedAt: new Date() },
          });
        })
        .then(() => (isDeleted = true));
      await untilWaiting(db, deletion);
      expect(isDeleted).toBe(false);
    });
    await deletion;
    expect(await inUnit((unit) => unit.holdRootCredential(otherRootId))).toBeNull();
    await db.thirdPartyCredential.update({ where: { id: otherRootId }, data: { deletedAt: null } });
  });
});

it("a credential is changed only while it is in the expected state", async () => {
  for (const state of CREDENTIAL_STATES) {
    const credentialId = await insert({ state });
    const other = await insert({ state: "FAILED", rotatingSecretId: otherId });
    for (const from of CREDENTIAL_STATES.filter((name) => name !== state)) {
      const patch = { state: "REVOKED" as const, checks: 1 };
      expect(await inUnit((unit) => unit.updateCredential(credentialId, from, patch))).toBe(false);
    }
    expect(await inUnit((unit) => unit.credential(credentialId))).toMatchObject({ state, checks: 0 });
    expect(await inUnit((unit) => unit.updateCredential(credentialId, state, { checks: 7 }))).toBe(true);
    expect(await inUnit((unit) => unit.credential(credentialId))).toMatchObject({ state, checks: 7 });
    expect(await inUnit((unit) => unit.credential(other))).toMatchObject({ checks: 0 });
    await harness.db.mintedCredential.deleteMany();
  }
  expect(await inUnit((unit) => unit.credential(uuidv7()))).toBeNull();
});

it("an intent is written as SENDING, a found account as EXPIRING", async () => {
  const row = {
    rotatingSecretId: id,
    thirdPartyCredentialId: rootId,
    projectId: harness.projectId,
    fence: 3,
    sentAt: at(0),
    nextCheckAt: at(60),
  };
  const sent = await inUnit((unit) =>
    unit.insertCredential({ ...row, serviceAccountName: "one", reason: "scheduled" }),
  );
  expect(sent).toMatchObject({ ...row, state: "SENDING", reason: "scheduled" });
  const late = { serviceAccountId: "user-1", mintedAt: at(0), replacedAt: at(0), revokeAt: at(60) };
  const found = await inUnit((unit) =>
    unit.insertFoundCredential({ ...row, ...late, serviceAccountName: "two" }),
  );
  expect(found).toMatchObject({ ...row, ...late, state: "EXPIRING", reason: null });
  const ofAccount = (account: { id: string; name: string }) =>
    inUnit(async (unit) => idsOf(await unit.credentialsOfAccount(account)));
  expect(await ofAccount({ id: "user-1", name: "none" })).toEqual([found.id]);
  expect(await ofAccount({ id: "none", name: "one" })).toEqual([sent.id]);
  expect(await ofAccount({ id: "user-1", name: "one" })).toEqual([sent.id, found.id]);
  expect(await ofAccount({ id: "none", name: "none" })).toEqual([]);
});

it("credentials are found by their state and rotating secret, oldest first", async () => {
  const [first, second] = [await insert({ state: "EXPIRING" }), await insert({ state: "REVOKING" })];
  await insert({ state: "REVOKED" });
  await insert({ state: "EXPIRING", rotatingSecretId: otherId });
  const states: CredentialState[] = ["REVOKING", "EXPIRING"];
  expect(idsOf(await inUnit((unit) => unit.credentialsIn(id, states)))).toEqual([first, second]);
});

describe("settlements in an outage", () => {
  const waiting = {
    failureCount: 1,
    lastFailureCode: "provider_unavailable",
    nextCheckAt: at(100),
  };
  const inOutage = (most = 10) =>
    inUnit(async (unit) => idsOf(await unit.settlementsInOutage(rootId, at(50), most)));

  it("are the soonest first, of each waiting state, and no more than requested", async () => {
    const last = await insert({ ...waiting, state: "UNKNOWN", nextCheckAt: at(300) });
    const first = await insert({ ...waiting, nextCheckAt: at(60) });
    const second = await insert({ ...waiting, state: "EXPIRING", lastFailureCode: "sealed" });
    expect(await inOutage()).toEqual([first, second, last]);
    expect(await inOutage(2)).toEqual([first, second]);
  });

  it.each<[string, Partial<MintedCredential>]>([
    ["another admin key's", {}],
    ["one that is exposed", { state: "ACTIVE" }],
    ["one that is paid", { state: "REVOKED" }],
    ["one that has not failed since", { failureCount: 0 }],
    ["one that was refused", { lastFailureCode: "provider_rejected" }],
    ["one that is tried soon", { nextCheckAt: at(40) }],
    ["one that is not tried again", { nextCheckAt: null }],
  ])("are not %s", async (name, row) => {
    const thirdPartyCredentialId = name.startsWith("another") ? otherRootId : rootId;
    await insert({ ...waiting, thirdPartyCredentialId, ...row });
    expect(await inOutage()).toEqual([]);
  });
});

describe("what is said about an admin key", () => {
  beforeEach(() =>
    harness.db.thirdPartyCredential.updateMany({
      data: { version: 2, status: "valid", lastFailureMessage: null, parkedUntil: null },
    }),
  );
  const refused = { status: "invalid" as const, lastFailureMessage: "No." };

  it.each([1, 3])("counts for the key that it was said about, not for version %i", async (version) => {
    const row = { ...(await rootRow()), version };
    await inUnit((unit) => unit.markRoot(row, refused));
    await inUnit((unit) => unit.parkRoot(row, at(60)));
    expect(await rootRow()).toMatchObject({ status: "valid", lastFailureMessage: null, parkedUntil: null });
  });

  it("changes no other", async () => {
    const row = await rootRow();
    await inUnit((unit) => unit.markRoot(row, refused));
    await inUnit((unit) => unit.parkRoot(row, at(60)));
    await inUnit((unit) => unit.updateRootCredential(rootId, { inventoryFailures: 4 }));
    expect(await rootRow()).toMatchObject({ ...refused, parkedUntil: at(60), inventoryFailures: 4 });
    expect(await rootRow(otherRootId)).toMatchObject({
      status: "valid",
      parkedUntil: null,
      inventoryFailures: 0,
    });
  });

  it("lengthens a pause, and never shortens it", async () => {
    const row = await rootRow();
    const until = async (seconds: number) => {
      await inUnit((unit) => unit.parkRoot(row, at(seconds)));
      return (await rootRow()).parkedUntil;
    };
    expect(await until(60)).toEqual(at(60));
    expect(await until(30)).toEqual(at(60));
    expect(await until(90)).toEqual(at(90));
  });
});

it("an event has its source and its details", async () => {
  const origin = { ip: "192.0.2.9", userAgent: "curl" };
  const detail = { owed: 1 };
  const event = {
    rotatingSecretId: id,
    type: "rotating_secret.deleted",
    actor: "user:a@example.com",
  } as const;
  await inUnit(async (unit) => {
    await unit.recordEvent({ ...event, origin, detail });
    await unit.recordEvent({ ...event, detail });
  });
  const rows = await harness.db.event.findMany({ where: { type: event.type }, orderBy: { id: "asc" } });
  expect(rows).toMatchObject([
    { ...event, ...origin, detail },
    { ...event, ip: null, userAgent: null, detail },
  ]);
});

it("a call is refused for a missing admin key", async () => {
  const allowance = { spacingSeconds: 1, burst: 1 };
  await expect(harness.ctx.store.takeCall(uuidv7(), allowance, 0)).rejects.toThrow("Admin key not found");
});
