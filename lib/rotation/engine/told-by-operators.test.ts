/** What people read about operators' actions: events, audit entries and refusals, with their details. */
import { beforeEach, describe, expect, it } from "vitest";
import type { By } from "@/lib/access/context";
import { CREATION, DELAY, HOUR, INTERVAL, OWNER, PROJECT, SECRET } from "@/proof/harness/given";
import { type Prepared, prepare } from "@/proof/harness/prepared";
import { abandonIn, beginIn } from "./create";
import { runMint } from "./mint";
import { extendIn, forgetIn, pauseIn, removeIn, resumeIn, revokeIn, rotateIn } from "./operate";

let p: Prepared;
beforeEach(async () => {
  p = await prepare();
});

const BY: By = { ...OWNER, origin: { ip: "192.0.2.1", userAgent: "test" } };
const ADA = { actor: "user:ada@example.com", origin: BY.origin };

describe("an operator's action is an event and an audit entry, with actor, source and the same detail", () => {
  const expectTold = (action: string, detail: object) => {
    expect(p.told.events.find(({ type }) => type === action)).toMatchObject({
      rotatingSecretId: SECRET,
      ...ADA,
      detail,
    });
    expect(p.told.audited).toEqual([{ action, subject: { id: SECRET, name: SECRET }, detail }]);
  };

  it.each([
    [null, "manual"],
    ["failure", "failure"],
  ] as const)("a pause, paused before by %s", async (pauseReason, reason) => {
    await p.secret({ pauseReason, rotateRequestedAt: p.at(-1) });
    await p.unit((unit) => pauseIn(unit, BY, p.secretNow()));
    expectTold("rotating_secret.paused", { reason });
  });

  it.each([
    ["manual", undefined, "keep_schedule"],
    ["failure", undefined, "now"],
    ["manual", "now", "now"],
  ] as const)("a resumption after %s, wanted %s", async (pauseReason, wanted, when) => {
    await p.secret({ pauseReason });
    await p.unit((unit) => resumeIn(unit, BY, p.secretNow(), wanted));
    expectTold("rotating_secret.resumed", { when });
  });

  it.each(["graceful", "break_glass"] as const)("a rotation, %s", async (mode) => {
    await p.secret();
    await p.unit((unit) => rotateIn(unit, BY, p.secretNow(), mode));
    expectTold("rotating_secret.rotation_requested", { mode });
  });

  describe("a rotation that is already requested stays the same", () => {
    const rotationId = "00000000-0000-7000-8000-000000000777";
    const asked = () => ({ rotateRequestedAt: p.at(-1), rotationId });

    it("for repeated requests", async () => {
      await p.secret(asked());
      expect(await p.unit((unit) => rotateIn(unit, BY, p.secretNow(), "graceful"))).toBe(rotationId);
      expectTold("rotating_secret.rotation_requested", { mode: "graceful", rotationId });
      expect(p.secretNow().rotationId).toBe(rotationId);
    });

    it("when resuming", async () => {
      await p.secret({ ...asked(), pauseReason: "failure" });
      expect(await p.unit((unit) => resumeIn(unit, BY, p.secretNow()))).toBe(rotationId);
      expectTold("rotating_secret.resumed", { when: "now", rotationId });
    });

    it("with the ID of the first requesting event", async () => {
      await p.secret();
      const id = await p.unit((unit) => rotateIn(unit, BY, p.secretNow(), "graceful"));
      expect(p.secretNow().rotationId).toBe(id);
      expect(await p.unit((unit) => rotateIn(unit, BY, p.secretNow(), "break_glass"))).toBe(id);
    });
  });

  it("a deletion: how many keys must be revoked, each withdrawn by the same person", async () => {
    await p.secret();
    await p.credential("ACTIVE");
    await p.credential("REVOKING", { nextCheckAt: p.at(HOUR) });
    await p.unit((unit) => removeIn(unit, BY, p.secretNow()));
    expectTold("rotating_secret.deleted", { owed: 2 });
    expect(p.told.events[0]).toMatchObject({ type: "credential.withdrawn", ...ADA });
  });

  it("a revocation: of which account", async () => {
    await p.secret();
    const row = await p.credential("EXPIRING", { revokeAt: p.at(HOUR) });
    await p.unit((unit) => revokeIn(unit, BY, p.secretNow(), row));
    expectTold("credential.revocation_requested", { serviceAccountName: row.serviceAccountName });
    expect(p.told.events.at(-1)?.credentialId).toBe(row.id);
  });

  it("more time: of which account, until when", async () => {
    await p.secret();
    const row = await p.credential("EXPIRING", { revokeAt: p.at(60) });
    await p.unit((unit) => extendIn(unit, BY, p.secretNow(), row, HOUR));
    const { serviceAccountName } = row;
    const revokeAt = p.at(HOUR + 60).toISOString();
    expectTold("credential.delay_extended", { serviceAccountName, revokeAt });
  });

  it("a forgotten revocation: of which account, and why", async () => {
    await p.secret();
    const row = await p.credential("REVOKING", { nextCheckAt: p.at(HOUR) });
    await p.unit((unit) => forgetIn(unit, BY, p.secretNow(), row, "It is gone."));
    const { serviceAccountName, serviceAccountId } = row;
    expectTold("credential.forgotten", { serviceAccountName, serviceAccountId, reason: "It is gone." });
  });
});

describe("a refusal says what is possible", () => {
  it.each([
    ["ACTIVE", /Use Rotate now/],
    ["SENDING", /Wait for the rotation/],
    ["MINTED", /Wait for the rotation/],
  ] as const)("for a revocation of a credential that is %s", async (state, words) => {
    await p.secret();
    const row = await p.credential(state);
    await expect(p.unit((unit) => revokeIn(unit, BY, p.secretNow(), row))).rejects.toThrow(words);
  });

  it("for more time and giving up", async () => {
    await p.secret();
    const row = await p.credential("ACTIVE");
    const extended = p.unit((unit) => extendIn(unit, BY, p.secretNow(), row, HOUR));
    await expect(extended).rejects.toThrow(/Only an Expiring credential/);
    const forgotten = p.unit((unit) => forgetIn(unit, BY, p.secretNow(), row, "It is gone."));
    await expect(forgotten).rejects.toThrow(/Only an outstanding revocation/);
  });
});

describe("a creation", () => {
  const { environmentId } = CREATION;
  const creation = CREATION;
  const subject = { id: SECRET, name: "OpenAI" };
  const begin = () => p.store.inUnit((unit) => beginIn(p.engine, unit, BY, creation, {}));

  it("says where, of which project, and how often", async () => {
    const detail = {
      environmentId,
      projectId: PROJECT,
      rotationIntervalSeconds: INTERVAL,
      revocationDelaySeconds: DELAY,
    };
    const claim = await begin();
    expect(p.told.events[0]).toMatchObject({ type: "rotating_secret.created", ...ADA, detail });
    await runMint(p.engine, claim);
    expect(p.told.audited).toEqual([{ action: "rotating_secret.created", subject, detail }]);
  });

  it("that failed says why, and where", async () => {
    await begin();
    await p.store.inUnit((unit) => abandonIn(unit, BY, creation, "provider_rejected"));
    const detail = { code: "provider_rejected", environmentId };
    expect(p.told.audited).toEqual([{ action: "rotating_secret.create_failed", subject, detail }]);
  });
});
