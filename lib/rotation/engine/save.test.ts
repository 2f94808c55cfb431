/** What happens to the response of a mint, row by row. */
import { beforeEach, describe, expect, it } from "vitest";
import { claimsOf, MINTED } from "@/proof/harness/claims";
import { type Prepared, prepare } from "@/proof/harness/prepared";
import { runMint } from "./mint";
import { saveMinted } from "./save";

let p: Prepared;
beforeEach(async () => {
  p = await prepare();
});
const { claimed } = claimsOf(() => p);

describe("the response to a request is saved", () => {
  it("with its lease renewed and a wake-up for its end", async () => {
    const claim = await claimed();
    await p.pass(20);
    expect(await saveMinted(p.engine, claim, MINTED, "envelope")).toBe(true);
    expect(p.rows()[0]).toMatchObject({
      state: "MINTED",
      envelope: "envelope",
      nextCheckAt: p.at(60),
      mintedAt: p.now(),
    });
    expect(p.secretNow().leaseUntil).toEqual(p.at(60));
    expect(p.told.settles).toEqual([{ id: claim.credential.id, inSeconds: 60 }]);
  });

  it("once, if the first attempt was committed and its response lost", async () => {
    const claim = await claimed();
    Object.assign(p.trouble, { units: 1, isCommitted: true });
    expect(await saveMinted(p.engine, claim, MINTED, "envelope")).toBe(true);
    expect(p.eventTypes()).toEqual(["credential.minted"]);
    expect(p.told.slept).toEqual([200]);
  });

  it("but a worker that lost the lease meanwhile doesn't continue", async () => {
    const claim = await claimed();
    await saveMinted(p.engine, claim, MINTED, "envelope");
    await p.update({ fence: 3 });
    expect(await saveMinted(p.engine, claim, MINTED, "envelope")).toBe(false);
    expect(p.rows()[0]?.state).toBe("MINTED");
  });

  it("after up to five failures of the database, but no more", async () => {
    const claim = await claimed();
    p.trouble.units = 5;
    expect(await saveMinted(p.engine, claim, MINTED, "envelope")).toBe(true);
    expect(p.told.slept).toEqual([200, 400, 800, 1600, 3200]);
    p.trouble.units = 6;
    await expect(saveMinted(p.engine, claim, MINTED, "envelope")).rejects.toThrow("The database is away.");
    expect(p.trouble.units).toBe(0);
  });

  it.each(["UNKNOWN", "DISCARDED"] as const)(
    "as an outstanding revocation if the row is %s by now",
    async (state) => {
      await p.secret();
      const row = await p.credential(state, { serviceAccountId: null });
      expect(await saveMinted(p.engine, p.claim(row), MINTED, "envelope")).toBe(false);
      expect(p.rowNow(row)).toMatchObject({
        state: "REVOKING",
        serviceAccountId: "sa_new",
        mintedAt: p.now(),
        nextCheckAt: p.now(),
      });
      expect(p.told.settles).toEqual([{ id: row.id, inSeconds: 0 }]);
    },
  );

  it.each(["MINTED", "REVOKING", "FAILED"] as const)(
    "nowhere if the row is %s, because it knows its account",
    async (state) => {
      await p.secret();
      const row = await p.credential(state, { serviceAccountId: "sa_other" });
      expect(await saveMinted(p.engine, p.claim(row), MINTED, "envelope")).toBe(false);
      expect(p.rowNow(row)).toMatchObject({ state, serviceAccountId: "sa_other" });
    },
  );

  it("nowhere if its account must already be revoked: the mint doesn't continue", async () => {
    await p.secret();
    const row = await p.credential("REVOKING", { serviceAccountId: "sa_new" });
    expect(await saveMinted(p.engine, p.claim(row), MINTED, "envelope")).toBe(false);
    expect(p.rowNow(row)).toEqual(row);
  });

  it("as an outstanding revocation if the secret was deleted meanwhile", async () => {
    const claim = await claimed();
    await p.update({ deletedAt: p.at(-1) });
    expect(await saveMinted(p.engine, claim, MINTED, "envelope")).toBe(false);
    expect(p.rows()[0]).toMatchObject({
      state: "REVOKING",
      serviceAccountId: "sa_new",
      nextCheckAt: p.now(),
    });
    expect(p.told.settles.at(-1)).toEqual({ id: claim.credential.id, inSeconds: 0 });
    expect(await runMint(p.engine, { ...claim, takenAtMs: 0 })).toMatchObject({ kind: "failed" });
  });

  it("as usual if the secret is being created, which counts as deleted until then", async () => {
    const claim = await claimed({ complete: () => Promise.resolve() });
    await p.update({ deletedAt: p.at(-1) });
    expect(await saveMinted(p.engine, claim, MINTED, "envelope")).toBe(true);
  });

  it("and a lost row is a bug", async () => {
    await p.secret();
    const claim = p.claim({ ...(await p.credential("SENDING")), id: "00000000-0000-7000-8000-00000000eeee" });
    const noSecret = { ...claim, credential: p.rows()[0] ?? claim.credential, secretId: claim.credential.id };
    for (const gone of [claim, noSecret])
      await expect(saveMinted(p.engine, gone, MINTED, "envelope")).rejects.toThrow("rows of a running mint");
  });
});
