/** A secret that is being created, row by row. */
import { beforeEach, describe, expect, it } from "vitest";
import { CREATION, INTERVAL, OWNER } from "@/proof/harness/given";
import { type Prepared, prepare } from "@/proof/harness/prepared";
import { abandonIn, beginIn } from "./create";
import { runMint } from "./mint";

let p: Prepared;
beforeEach(async () => {
  p = await prepare();
});

describe("a secret that is being created", () => {
  const creation = CREATION;
  const begin = () => p.store.inUnit((unit) => beginIn(p.engine, unit, OWNER, creation, {}));
  const abandon = () => p.store.inUnit((unit) => abandonIn(unit, OWNER, creation, "internal"));

  it("is hidden until its first key is current, in the same unit", async () => {
    const claim = await begin();
    expect(claim).toMatchObject({ fence: 1, urgency: "urgent" });
    expect(p.secretNow()).toMatchObject({ deletedAt: p.now(), fence: 1, leaseUntil: p.at(60) });
    // Its first key is a rotation like any other, by which its history is found.
    expect(p.secretNow().rotationId).toEqual(expect.any(String));
    expect(p.rows()).toMatchObject([{ state: "SENDING", reason: "first_key" }]);
    expect(p.told.events).toMatchObject([
      { type: "rotating_secret.created", actor: "user:ada@example.com" },
      { type: "credential.mint_started", actor: "user:ada@example.com" },
    ]);
    expect(p.told.audit).toEqual([]);
    await runMint(p.engine, claim);
    expect(p.secretNow()).toMatchObject({ deletedAt: null, nextRotationAt: p.at(INTERVAL) });
    expect(p.rows()).toMatchObject([{ state: "ACTIVE" }]);
    expect(p.told.audit).toEqual(["rotating_secret.created"]);
  });

  it("that failed stays hidden, and its account must be revoked", async () => {
    const claim = await begin();
    await p.change(claim.credential, { state: "MINTED" });
    expect(await abandon()).toEqual([claim.credential.id]);
    expect(p.rows()).toMatchObject([{ state: "REVOKING" }]);
    expect(p.secretNow().deletedAt).not.toBeNull();
    expect(p.told.audit).toEqual(["rotating_secret.create_failed"]);
  });

  it("whose row is gone leaves nothing outstanding", async () => {
    expect(await abandon()).toEqual([]);
  });

  it("whose first key is current although the response was lost exists", async () => {
    await runMint(p.engine, await begin());
    expect(await abandon()).toBeNull();
    expect(p.rows()).toMatchObject([{ state: "ACTIVE" }]);
    expect(p.told.audit).toEqual(["rotating_secret.created"]);
  });
});
