/**
 * Checks of many keys, and many checks: how many run at the same time, in which order, and what happens if
 * the provider is silent.
 */
import { beforeEach, describe, expect, it } from "vitest";
import { failure, PROJECT, ROOT } from "@/proof/harness/given";
import { looksOf, MANY } from "@/proof/harness/looks";
import { type Prepared, prepare } from "@/proof/harness/prepared";
import { lookAtKeys } from "./key-look";
import { lookInTurn } from "./key-watch";

let p: Prepared;
beforeEach(async () => {
  p = await prepare();
});
const { take, exposed, list, refuse, unclear, nextLook, planned } = looksOf(() => p);

describe("many keys", () => {
  const ids = (count: number) =>
    Array.from({ length: count }, (_, nth) => `00000000-0000-7000-8000-0000000${String(20_000 + nth)}`);
  const exposeMany = async (count: number) => {
    const rows = [];
    for (const id of ids(count)) rows.push(await exposed({}, id));
    return rows;
  };
  const verified = () => p.calls().filter((call) => call === "verify").length;

  it("are checked ten at a time, and no further if nobody responds", async () => {
    await exposeMany(25);
    unclear();
    p.answers.findKey = () => Promise.reject(failure("provider_unavailable"));
    await take();
    expect(verified()).toBe(10);
    expect(nextLook()).toEqual(planned());
  });

  it("are all checked if one of ten responds", async () => {
    await exposeMany(25);
    let nth = 0;
    p.answers.verify = () =>
      Promise.resolve(nth++ % 10 === 0 ? { kind: "accepted" } : { kind: "unclear", reason: "No." });
    p.answers.findKey = () => Promise.reject(failure("provider_unavailable"));
    await take();
    expect(verified()).toBe(25);
  });

  it("three hundred at most; if some are missing the others are checked immediately", async () => {
    await exposeMany(305);
    unclear();
    await take();
    expect(verified()).toBe(300);
    expect(nextLook()).toEqual(p.at(0));
  });

  it("three hundred at most; if some are rejected the others are checked immediately", async () => {
    await exposeMany(305);
    refuse();
    await take();
    expect(verified()).toBe(300);
    expect(nextLook()).toEqual(p.at(0));
  });

  it("three hundred at most; if none is rejected the others have time", async () => {
    await exposeMany(305);
    await take();
    expect(verified()).toBe(300);
    expect(nextLook()).toEqual(planned());
  });

  const askedKeys = () => new Set(p.told.asked.filter(([name]) => name === "verify").map(([, key]) => key));
  const valueOf = (row: { id: string } | undefined) => `sk-${row?.id.slice(-4)}`;
  const nobodyAnswers = () => {
    unclear();
    p.answers.findKey = () => Promise.reject(failure("provider_unavailable"));
  };

  it("the most suspicious first", async () => {
    const [listed, ...others] = await exposeMany(12);
    const refused = others.at(-1);
    await p.store.inUnit(async (unit) => {
      await unit.lockSecret(refused?.rotatingSecretId ?? "");
      await unit.updateCredential(refused?.id ?? "", "ACTIVE", { keyRefusedAt: p.at(-60) });
    });
    list({ id: listed?.keyId ?? "" });
    nobodyAnswers();
    await take(1);
    expect(askedKeys()).toEqual(new Set([...others.slice(0, 9), refused].map(valueOf)));
  });

  it("in no other order, so that none is always the last", async () => {
    const rows = await exposeMany(12);
    let chance = 1;
    p.engine.chance = () => (chance -= 0.01);
    nobodyAnswers();
    await take();
    expect(askedKeys()).toEqual(new Set(rows.slice(2).map(valueOf)));
  });

  it("one that can't be saved keeps no other from it, and is checked again soon", async () => {
    const [first, second] = await exposeMany(2);
    refuse();
    const { inUnit } = p.store;
    const store = {
      ...p.store,
      inUnit: async <Result>(work: Parameters<typeof inUnit<Result>>[0]) =>
        await inUnit(async (unit) => {
          const lockSecret = (id: string) =>
            id === first?.rotatingSecretId ? Promise.reject(new Error("no")) : unit.lockSecret(id);
          return await work({ ...unit, lockSecret });
        }),
    };
    p.memory.takeLooks(60, { all: true });
    await lookAtKeys({ ...p.engine, store }, { rootId: ROOT, projectId: PROJECT, exposedKeys: MANY });
    const msg = "The result of a key check wasn't saved";
    expect(p.told.logged).toMatchObject([{ msg, credentialId: first?.id, err: { message: "no" } }]);
    expect(p.rowNow(second ?? { id: "" }).keyRefusedAt).toEqual(p.now());
    expect(nextLook()).toEqual(p.at(60));
  });
});

describe("the checks of one admin key", () => {
  const looks = (count: number) =>
    Array.from({ length: count }, (_, nth) => ({ rootId: ROOT, projectId: `proj_${nth}`, exposedKeys: 1 }));

  it("are all done, each once", async () => {
    for (const [nth, { projectId }] of looks(9).entries()) {
      const id = `00000000-0000-7000-8000-00000000100${nth}`;
      await p.secret({}, id);
      await p.credential("ACTIVE", { projectId }, id);
    }
    await lookInTurn(p.engine, looks(9));
    const asked = p.told.asked.filter(([name]) => name === "listKeys").map(([, projectId]) => projectId);
    expect(new Set(asked)).toEqual(new Set(looks(9).map(({ projectId }) => projectId)));
    expect(asked).toHaveLength(9);
  });

  it("end with the first one that the admin key can't be used for", async () => {
    for (const [nth, { projectId }] of looks(9).entries()) {
      const id = `00000000-0000-7000-8000-00000000100${nth}`;
      await p.secret({}, id);
      await p.credential("ACTIVE", { projectId }, id);
    }
    p.answers.listKeys = () => Promise.reject(failure("provider_unavailable"));
    await lookInTurn(p.engine, looks(9));
    // Those that were under way together.
    expect(p.calls()).toHaveLength(4);
  });

  it("one that breaks keeps no other from being done", async () => {
    await exposed();
    p.trouble.units = 1;
    await lookInTurn(p.engine, [{ rootId: ROOT, projectId: PROJECT, exposedKeys: 1 }, ...looks(1)]);
    const msg = "A check of current keys failed inside Phase";
    const err = { message: "The database is away." };
    expect(p.told.logged).toMatchObject([{ msg, ...looks(1)[0], err }]);
    expect(p.calls()).toEqual(["listKeys", "verify"]);
  });
});
