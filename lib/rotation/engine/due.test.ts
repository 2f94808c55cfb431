/** Which rows are found to be due, and when the next one is: each condition of the queries, by the database's clock. */
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { keyAddressOf } from "@/lib/providers/residency";
import type { CredentialRow, RootRow, SecretRow } from "../store/store";
import { rowsIn, type RowsIn } from "@/proof/harness/rows-in";
import { DUE_COLUMNS, type DueOptions, findDue } from "./due";

let r: RowsIn;
beforeAll(async () => {
  r = await rowsIn();
});
afterAll(() => r.drop());
beforeEach(() => r.clear());

const HOUR = 3_600;
const ALLOWANCE = { spacingSeconds: 0.2, burst: 20 };
async function look() {
  const [answer] = await r.db.$queryRaw<
    { isDue: boolean; nextDueInMs: number | null }[]
  >`SELECT ${DUE_COLUMNS}`;
  return answer;
}
const found = async (options: DueOptions = {}, most = 10) => {
  const due = (await findDue(r.db, most, options)).map(({ kind, id }) => ({ kind, id }));
  // Otherwise nobody would look for it.
  if (due.length > 0) expect(await look()).toMatchObject({ isDue: true });
  return due;
};

describe("a mint is due", () => {
  it.each<[string, () => Partial<SecretRow>, boolean]>([
    ["by its schedule", () => ({ nextRotationAt: r.at(-1) }), true],
    ["not before", () => ({ nextRotationAt: r.at(HOUR) }), false],
    ["not before its retry", () => ({ nextRotationAt: r.at(-1), retryAt: r.at(HOUR) }), false],
    ["at its retry", () => ({ nextRotationAt: r.at(HOUR), retryAt: r.at(-1) }), true],
    ["where someone requested it", () => ({ nextRotationAt: r.at(HOUR), rotateRequestedAt: r.at(-1) }), true],
    [
      "not before the retry of what was asked for",
      () => ({ rotateRequestedAt: r.at(-1), retryAt: r.at(HOUR) }),
      false,
    ],
    ["not while paused", () => ({ nextRotationAt: r.at(-1), pauseReason: "manual" }), false],
    ["asked for while paused", () => ({ pauseReason: "manual", rotateRequestedAt: r.at(-1) }), true],
    ["not where it was deleted", () => ({ nextRotationAt: r.at(-1), deletedAt: r.at(-1) }), false],
    ["not where its environment is gone", () => ({ nextRotationAt: r.at(-1), environmentId: null }), false],
    ["not while it is leased", () => ({ nextRotationAt: r.at(-1), leaseUntil: r.at(HOUR) }), false],
    ["where its lease is over", () => ({ nextRotationAt: r.at(-1), leaseUntil: r.at(-1) }), true],
  ])("%s", async (_, patch, isDue) => {
    const { id } = await r.secret(patch());
    expect(await found()).toEqual(isDue ? [{ kind: "mint", id }] : []);
  });
});

describe("a credential is due", () => {
  it.each<[string, () => Partial<CredentialRow>, boolean]>([
    ["at its time", () => ({ nextCheckAt: r.at(-1) }), true],
    ["not before", () => ({ nextCheckAt: r.at(HOUR) }), false],
    ["not where nothing is planned", () => ({ nextCheckAt: null }), false],
    ["not while it is leased", () => ({ nextCheckAt: r.at(-1), leaseUntil: r.at(HOUR) }), false],
    ["where its lease is over", () => ({ nextCheckAt: r.at(-1), leaseUntil: r.at(-1) }), true],
  ])("%s, whether it needs a call or not", async (_, patch, isDue) => {
    const { id } = await r.secret();
    const rows = [await r.credential(id, "REVOKING", patch()), await r.credential(id, "SENDING", patch())];
    const ids = new Set((await found()).map((due) => due.id));
    expect(ids).toEqual(new Set(isDue ? rows.map((row) => row.id) : []));
  });

  it("whose secret was deleted or paused too", async () => {
    const { id } = await r.secret({ deletedAt: r.at(-1), pauseReason: "manual" });
    const row = await r.credential(id, "REVOKING", { nextCheckAt: r.at(-1) });
    expect(await found()).toEqual([{ kind: "settle", id: row.id }]);
  });
});

describe("left out", () => {
  it("are the rows and admin keys that the caller names", async () => {
    const due = await r.secret({ nextRotationAt: r.at(-1) });
    const row = await r.credential(due.id, "REVOKING", { nextCheckAt: r.at(-1) });
    const sent = await r.credential(due.id, "SENDING", { nextCheckAt: r.at(-1) });
    expect(await found({ except: [due.id, row.id] })).toEqual([{ kind: "settle", id: sent.id }]);
    expect(await found({ exceptPlaces: [{ rootId: r.rootId, keyAddress: null }] })).toEqual([]);
    expect(await found({ exceptPlaces: [{ rootId: due.id, keyAddress: null }] })).toHaveLength(3);
  });

  it("is what will try a key at an address that the caller names, and nothing else of its admin key", async () => {
    const eu = { projectResidency: "EU_STORAGE_PROCESSING", nextRotationAt: r.at(-1) };
    const regional = await r.secret(eu);
    const usual = await r.secret({ projectResidency: "GLOBAL", nextRotationAt: r.at(-1) });
    const asked = await r.secret({ ...eu, nextRotationAt: r.at(HOUR), rotateRequestedAt: r.at(-1) });
    const at = { projectResidency: "EU_STORAGE", nextCheckAt: r.at(-1) };
    const saved = await r.credential(regional.id, "MINTED", at);
    const lost = await r.credential(usual.id, "SENDING", at);
    const owed = await r.credential(regional.id, "REVOKING", at);
    const except = async (...keyAddresses: string[]) => {
      const exceptPlaces = keyAddresses.map((keyAddress) => ({ rootId: r.rootId, keyAddress }));
      return new Set((await findDue(r.db, 10, { exceptPlaces })).map(({ id }) => id));
    };
    const ids = (...rows: { id: string }[]) => new Set(rows.map(({ id }) => id));
    expect(await except()).toEqual(ids(regional, usual, asked, saved, lost, owed));
    expect(await except("eu")).toEqual(ids(usual, lost, owed));
    expect(await except("global", "us")).toEqual(ids(regional, asked, saved, lost, owed));
    const other = [{ rootId: usual.id, keyAddress: "eu" }];
    expect(await findDue(r.db, 10, { exceptPlaces: other })).toHaveLength(6);
  });

  it("is what exceeds the limit of a kind, the latest first", async () => {
    const ids = [];
    for (const seconds of [-1, -3, -2]) ids.push((await r.secret({ nextRotationAt: r.at(seconds) })).id);
    expect(await found({}, 2)).toEqual([ids[1], ids[2]].map((id) => ({ kind: "mint", id })));
  });
});

it("names the address where a key will be checked, as it is named elsewhere", async () => {
  const residencies = ["EU_STORAGE", "JP", "GLOBAL", "eu_storage", "EUR_STORAGE", null];
  for (const projectResidency of residencies) {
    await r.clear();
    const { id } = await r.secret({ projectResidency, nextRotationAt: r.at(-1) });
    const saved = await r.credential(id, "MINTED", { projectResidency, nextCheckAt: r.at(-1) });
    const owed = await r.credential(id, "EXPIRING", { projectResidency, nextCheckAt: r.at(-1) });
    const addresses = new Map((await findDue(r.db, 10)).map((due) => [due.id, due.keyAddress]));
    const address = keyAddressOf(projectResidency);
    expect(addresses).toEqual(
      new Map([
        [id, address],
        [saved.id, address],
        [owed.id, null],
      ]),
    );
  }
});

describe("within an admin key's allowance", () => {
  const three = async () => {
    const { id } = await r.secret();
    for (const seconds of [-3, -2, -1]) await r.credential(id, "REVOKING", { nextCheckAt: r.at(seconds) });
    const sent = await r.credential(id, "SENDING", { nextCheckAt: r.at(-1) });
    const asked = await r.secret({ rotateRequestedAt: r.at(-1) });
    return { sent, asked };
  };
  const root = (patch: Partial<Pick<RootRow, "pacedUntil" | "parkedUntil">>) =>
    r.db.thirdPartyCredential.update({ where: { id: r.rootId }, data: patch });

  it("all are found if nothing was called yet", async () => {
    await three();
    expect(await found({ allowance: ALLOWANCE })).toHaveLength(5);
  });

  it("no more than may be called now; urgent work, and work without a call, is found anyway", async () => {
    const { sent, asked } = await three();
    await root({ pacedUntil: r.at(HOUR) });
    expect(await found({ allowance: ALLOWANCE })).toEqual([
      { kind: "mint", id: asked.id },
      { kind: "settle", id: sent.id },
    ]);
    // Room for two: eighteen calls of a fifth of a second each are used.
    await root({ pacedUntil: r.at(3.7) });
    expect((await found({ allowance: { spacingSeconds: 2, burst: 3 } })).length).toBe(3);
  });

  it("nothing that needs a call while it is parked", async () => {
    const { sent } = await three();
    await root({ parkedUntil: r.at(HOUR) });
    expect(await found({ allowance: ALLOWANCE })).toEqual([{ kind: "settle", id: sent.id }]);
    await root({ parkedUntil: r.at(-1) });
    expect(await found({ allowance: ALLOWANCE })).toHaveLength(5);
  });
});

it("requested rotations come first, then mints and settlements take turns", async () => {
  const mints = [];
  for (const seconds of [-9, -8]) mints.push(await r.secret({ nextRotationAt: r.at(seconds) }));
  const asked = await r.secret({ rotateRequestedAt: r.at(-1) });
  const settlements = [];
  for (const seconds of [-7, -6])
    settlements.push(await r.credential(asked.id, "REVOKING", { nextCheckAt: r.at(seconds) }));
  const ids = [asked, mints[0], settlements[0], mints[1], settlements[1]].map((row) => row?.id);
  expect((await found()).map(({ id }) => id)).toEqual(ids);
});

it("of several admin keys, what is latest comes first", async () => {
  const { id: other } = await r.addRoot({ name: "Other" });
  const places: [string, number][] = [
    [r.rootId, -2],
    [other, -9],
    [r.rootId, -5],
  ];
  const ids = [];
  for (const [thirdPartyCredentialId, seconds] of places)
    ids.push((await r.secret({ thirdPartyCredentialId, nextRotationAt: r.at(seconds) })).id);
  expect((await found()).map(({ id }) => id)).toEqual([ids[1], ids[2], ids[0]]);
});

describe("until the next row is due", () => {
  const seconds = async () => {
    const milliseconds = (await look())?.nextDueInMs ?? null;
    return milliseconds === null ? null : Math.round(milliseconds / 1000);
  };

  it("nothing is known if nothing is planned", async () => {
    await r.secret({ nextRotationAt: r.at(-1) });
    await r.secret({ nextRotationAt: r.at(9), deletedAt: r.at(-1) });
    await r.secret({ nextRotationAt: r.at(9), pauseReason: "manual" });
    const { id } = await r.secret({ nextRotationAt: r.at(-1) });
    await r.credential(id, "REVOKING", { nextCheckAt: r.at(-1) });
    expect(await seconds()).toBeNull();
  });

  it("is the soonest of mints and settlements", async () => {
    const { id } = await r.secret({ nextRotationAt: r.at(500) });
    await r.secret({ nextRotationAt: r.at(900) });
    expect(await seconds()).toBe(500);
    await r.credential(id, "REVOKING", { nextCheckAt: r.at(700) });
    await r.credential(id, "REVOKING", { nextCheckAt: r.at(300) });
    expect(await seconds()).toBe(300);
  });
});
