/** The watch over a request with an unknown outcome, row by row. */
import { beforeEach, describe, expect, it } from "vitest";
import { DAY, failure, PROJECT, SECRET } from "@/proof/harness/given";
import { type Prepared, prepare } from "@/proof/harness/prepared";
import { settle } from "./settle";
import { watchForAccount } from "./watch";

let p: Prepared;
beforeEach(async () => {
  p = await prepare();
});

type Row = Parameters<Prepared["credential"]>[1];
describe("the watch over a request with an unknown outcome", () => {
  const lost = async (row: Row = {}) => {
    await p.secret();
    return await p.credential("UNKNOWN", {
      sentAt: p.at(-45),
      nextCheckAt: p.at(0),
      watchUntil: p.at(DAY - 45),
      ...row,
    });
  };
  const listed = (...accounts: [string, string][]) => {
    p.answers.listServiceAccounts = () => Promise.resolve(accounts.map(([id, name]) => ({ id, name })));
  };

  it("deletes what has the exact name, and nothing else", async () => {
    const row = await lost({ cleanListings: 1 });
    const name = row.serviceAccountName;
    listed(["sa_1", name], ["sa_2", `${name}0`], ["sa_3", name], ["sa_4", name.toUpperCase()]);
    await settle(p.engine, row.id);
    expect(p.told.asked).toEqual([
      ["listServiceAccounts", PROJECT, expect.any(Function)],
      ["revoke", { projectId: PROJECT, serviceAccountId: "sa_1" }],
      ["revoke", { projectId: PROJECT, serviceAccountId: "sa_3" }],
    ]);
    // Each call takes its turn in the admin key's allowance.
    expect(p.told.turns).toHaveLength(3);
    expect(p.told.events).toMatchObject([
      { type: "credential.stray_account_deleted", detail: { serviceAccountId: "sa_1" } },
      { type: "credential.stray_account_deleted", detail: { serviceAccountId: "sa_3" } },
    ]);
    expect(p.rowNow(row)).toMatchObject({
      state: "UNKNOWN",
      checks: 1,
      cleanListings: 0,
      nextCheckAt: p.at(75),
    });
    expect(p.told.settles).toEqual([{ id: row.id, inSeconds: 75 }]);
  });

  it("counts empty listings, and keeps no failure", async () => {
    const row = await lost({ checks: 2, cleanListings: 1, failureCount: 3 });
    await settle(p.engine, row.id);
    expect(p.rowNow(row)).toMatchObject({ checks: 3, cleanListings: 2, failureCount: 0, leaseUntil: null });
    expect(p.told.events).toEqual([]);
  });

  it.each([
    ["its time is over and three listings in a row were empty", { watch: 0, clean: 2 }, "DISCARDED"],
    ["its time is over, but only two were", { watch: 0, clean: 1 }, "UNKNOWN"],
    ["many were empty, but its time is not over", { watch: 1, clean: 9 }, "UNKNOWN"],
    ["nothing says how long, and three were empty", { watch: null, clean: 2 }, "DISCARDED"],
  ])("when %s", async (_, { watch, clean }, state) => {
    const row = await lost({
      watchUntil: watch === null ? null : p.at(watch),
      cleanListings: clean,
      checks: 4,
    });
    await settle(p.engine, row.id);
    expect(p.rowNow(row)).toMatchObject({ state, checks: 5, cleanListings: clean + 1 });
    if (state === "DISCARDED") expect(p.rowNow(row).nextCheckAt).toBeNull();
  });

  it("never ends after a listing that shows something", async () => {
    const row = await lost({ watchUntil: p.at(0), cleanListings: 9 });
    listed(["sa_1", row.serviceAccountName]);
    await settle(p.engine, row.id);
    expect(p.rowNow(row)).toMatchObject({ state: "UNKNOWN", cleanListings: 0 });
  });

  it("deletes nothing if its key may be in use: the account is left alone for a day", async () => {
    const row = await lost({ revokeAt: p.at(DAY) });
    listed(["sa_1", row.serviceAccountName]);
    await settle(p.engine, row.id);
    expect(p.calls()).toEqual(["listServiceAccounts"]);
    expect(p.rowNow(row)).toMatchObject({
      state: "EXPIRING",
      serviceAccountId: "sa_1",
      mintedAt: p.at(-45),
      replacedAt: p.now(),
      revokeAt: p.at(DAY),
      nextCheckAt: p.at(DAY),
    });
    expect(p.told.settles).toEqual([{ id: row.id, inSeconds: DAY }]);
    expect(p.secretNow()).toMatchObject({ rotateReason: "unknown_account", rotateRequestedAt: p.now() });
    expect(p.told.mints).toEqual([{ id: SECRET, inSeconds: 0 }]);
  });

  it("ends a doubt if nothing was found", async () => {
    const row = await lost({ revokeAt: p.at(DAY), watchUntil: p.at(0), cleanListings: 2 });
    await settle(p.engine, row.id);
    expect(p.rowNow(row)).toMatchObject({ state: "DISCARDED", revokeAt: null });
  });

  it.each([
    ["since", -44, undefined],
    ["in the same moment", -45, "unknown_account"],
    ["before", -46, "unknown_account"],
  ])("a key that became current %s (%s s): requests another one: %s", async (_, exposedAt, reason) => {
    const row = await lost({ revokeAt: p.at(DAY) });
    await p.credential("ACTIVE", { exposedAt: p.at(exposedAt) });
    listed(["sa_1", row.serviceAccountName]);
    await settle(p.engine, row.id);
    expect(p.secretNow().rotateReason ?? undefined).toBe(reason);
  });

  it("leaves it alone for longer if the delay is longer", async () => {
    const row = await lost({ revokeAt: p.at(DAY) });
    await p.update({ revocationDelaySeconds: 3 * DAY });
    listed(["sa_1", row.serviceAccountName]);
    await settle(p.engine, row.id);
    expect(p.rowNow(row).revokeAt).toEqual(p.at(3 * DAY));
  });

  it("is postponed if the listing fails, and says so", async () => {
    const row = await lost();
    p.answers.listServiceAccounts = () => Promise.reject(failure("provider_unavailable"));
    await settle(p.engine, row.id);
    expect(p.rowNow(row)).toMatchObject({
      state: "UNKNOWN",
      checks: 0,
      failureCount: 1,
      nextCheckAt: p.at(5),
    });
    expect(p.eventTypes()).toEqual(["credential.check_failed"]);
  });

  it("ignores a row that has moved during its call, or whose secret is gone", async () => {
    const row = await lost();
    const settlement = { credential: row, root: p.rootNow() };
    await watchForAccount(p.engine, {
      ...settlement,
      credential: { ...row, rotatingSecretId: "00000000-0000-7000-8000-00000000eeee" },
    });
    expect(p.rowNow(row)).toEqual(row);
    await watchForAccount(p.engine, { ...settlement, credential: { ...row, id: row.rotatingSecretId } });
    await p.change(row, { state: "REVOKING" });
    await watchForAccount(p.engine, settlement);
    p.answers.listServiceAccounts = () => Promise.reject(failure("provider_unavailable"));
    await watchForAccount(p.engine, settlement);
    expect(p.rowNow(row)).toEqual({ ...row, state: "REVOKING" });
    expect(p.told.events).toEqual([]);
  });
});
