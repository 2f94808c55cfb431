/** What operators request, row by row. */
import { beforeEach, describe, expect, it } from "vitest";
import { CREDENTIAL_STATES } from "../core/model";
import { DAY, HOUR, OWNER, SECRET } from "@/proof/harness/given";
import { type Prepared, prepare } from "@/proof/harness/prepared";
import { extendIn, forgetIn, pauseIn, removeIn, resumeIn, revokeIn, rotateIn } from "./operate";
import { rotateSoon } from "./request";

let p: Prepared;
beforeEach(async () => {
  p = await prepare();
});

describe("a pause", () => {
  it("withdraws the requested rotation, and says who did it", async () => {
    await p.secret({
      rotateRequestedAt: p.at(-1),
      rotateReason: "operator",
      breakGlassRequestedAt: p.at(-1),
      retryAt: p.at(9),
    });
    await p.unit((unit) => pauseIn(unit, OWNER, p.secretNow()));
    expect(p.secretNow()).toMatchObject({
      pauseReason: "manual",
      pausedAt: p.now(),
      retryAt: null,
      rotateRequestedAt: null,
      breakGlassRequestedAt: null,
      rotateReason: null,
    });
    expect(p.told.events).toMatchObject([{ type: "rotating_secret.paused", actor: "user:ada@example.com" }]);
    expect(p.told.audit).toEqual(["rotating_secret.paused"]);
  });

  it("stops the schedule if nothing was requested", async () => {
    await p.secret();
    await p.unit((unit) => pauseIn(unit, OWNER, p.secretNow()));
    expect(p.secretNow()).toMatchObject({ pauseReason: "manual", pausedAt: p.now() });
  });

  it.each(["key_removed", "unknown_account"])("keeps what the key needs: %s", async (rotateReason) => {
    await p.secret({ rotateRequestedAt: p.at(-1), rotateReason });
    await p.unit((unit) => pauseIn(unit, OWNER, p.secretNow()));
    expect(p.secretNow()).toMatchObject({ rotateRequestedAt: null, rotateReason });
  });

  it("of a paused secret changes nothing", async () => {
    const before = await p.secret({ pauseReason: "failure", pausedAt: p.at(-HOUR) });
    await p.unit((unit) => pauseIn(unit, OWNER, before));
    expect(p.secretNow()).toEqual(before);
    expect(p.told.audit).toEqual([]);
  });

  it("of a paused secret withdraws a requested rotation, and keeps the pause as it was", async () => {
    await p.secret({ pauseReason: "failure", pausedAt: p.at(-HOUR), rotateRequestedAt: p.at(-1) });
    await p.unit((unit) => pauseIn(unit, OWNER, p.secretNow()));
    expect(p.secretNow()).toMatchObject({
      pauseReason: "failure",
      pausedAt: p.at(-HOUR),
      rotateRequestedAt: null,
    });
  });
});

describe("resuming", () => {
  const resume = async (patch: Parameters<Prepared["secret"]>[0], when?: "now" | "keep_schedule") => {
    await p.secret({ pausedAt: p.at(-HOUR), failureCount: 4, retryAt: p.at(99), ...patch });
    await p.unit((unit) => resumeIn(unit, OWNER, p.secretNow(), when));
    return p.secretNow();
  };

  it("a running secret changes nothing", async () => {
    expect(await resume({ pauseReason: null })).toMatchObject({ failureCount: 4, retryAt: p.at(99) });
    expect(p.told.audit).toEqual([]);
    expect(p.told.mints).toEqual([]);
  });

  it.each([
    ["manual", null, undefined, false],
    ["manual", null, "now", true],
    ["manual", "key_removed", undefined, true],
    ["manual", "key_removed", "keep_schedule", true],
    ["failure", null, undefined, true],
    ["failure", null, "keep_schedule", false],
  ] as const)(
    "after a pause (%s, needs %s) with %s rotates immediately: %s",
    async (pauseReason, rotateReason, when, atOnce) => {
      const after = await resume({ pauseReason, rotateReason }, when);
      expect(after).toMatchObject({ pauseReason: null, pausedAt: null, failureCount: 0, retryAt: null });
      expect(after.rotateRequestedAt).toEqual(atOnce ? p.now() : null);
      expect(after.rotateReason).toBe(atOnce ? (rotateReason ?? "resumed") : null);
      expect(p.told.mints).toEqual([{ id: SECRET, inSeconds: atOnce ? 0 : HOUR }]);
      expect(p.told.audit).toEqual(["rotating_secret.resumed"]);
    },
  );
});

describe("a requested rotation", () => {
  it.each([
    ["graceful", null],
    ["break_glass", 0],
  ] as const)("%s", async (mode, breakGlass) => {
    await p.secret({ retryAt: p.at(999) });
    await p.unit((unit) => rotateIn(unit, OWNER, p.secretNow(), mode));
    expect(p.secretNow()).toMatchObject({
      rotateRequestedAt: p.now(),
      rotateReason: "operator",
      retryAt: null,
      breakGlassRequestedAt: breakGlass === null ? null : p.now(),
    });
    expect(p.told.mints).toEqual([{ id: SECRET, inSeconds: 0 }]);
    expect(p.told.audit).toEqual(["rotating_secret.rotation_requested"]);
  });

  it("does not hide what the key needs", async () => {
    await p.secret({ rotateReason: "key_removed" });
    await p.unit((unit) => rotateIn(unit, OWNER, p.secretNow(), "graceful"));
    expect(p.secretNow().rotateReason).toBe("key_removed");
  });
});

describe("a rotation that the engine wants soon", () => {
  it("is due now", async () => {
    await p.secret({ retryAt: p.at(99) });
    await p.unit((unit) => rotateSoon(unit, p.secretNow(), "key_removed"));
    expect(p.secretNow()).toMatchObject({
      rotateRequestedAt: p.now(),
      rotateReason: "key_removed",
      retryAt: null,
    });
    expect(p.told.mints).toEqual([{ id: SECRET, inSeconds: 0 }]);
  });

  it("waits for the paused schedule", async () => {
    await p.secret({ pauseReason: "manual", rotateReason: "key_removed" });
    await p.unit((unit) => rotateSoon(unit, p.secretNow(), "unknown_account"));
    expect(p.secretNow()).toMatchObject({ rotateRequestedAt: null, rotateReason: "key_removed" });
    expect(p.told.mints).toEqual([]);
  });

  it("is ignored for a deleted secret", async () => {
    const before = await p.secret({ deletedAt: p.at(-1) });
    await p.unit((unit) => rotateSoon(unit, before, "key_removed"));
    expect(p.secretNow()).toEqual(before);
    expect(p.told.mints).toEqual([]);
  });
});

describe("a deletion", () => {
  it("revokes every account that may be alive, and leaves a request to detect it", async () => {
    await p.secret({
      retryAt: p.at(1),
      rotateRequestedAt: p.at(-1),
      breakGlassRequestedAt: p.at(-1),
      rotateReason: "operator",
    });
    const rows = new Map<string, Awaited<ReturnType<typeof p.credential>>>();
    for (const state of CREDENTIAL_STATES.filter((each) => each !== "MINTED"))
      rows.set(state, await p.credential(state, { nextCheckAt: p.at(HOUR) }));
    const owed = await p.unit((unit) => removeIn(unit, OWNER, p.secretNow()));
    const after = (state: string) => p.rowNow(rows.get(state) ?? { id: "" });
    for (const state of ["ACTIVE", "EXPIRING", "REVOKING"])
      expect(after(state)).toMatchObject({ state: "REVOKING", nextCheckAt: p.now() });
    expect(after("ACTIVE").revokeAt).toEqual(p.now());
    for (const state of ["SENDING", "REVOKED", "FAILED", "UNKNOWN", "DISCARDED"])
      expect(after(state)).toEqual(rows.get(state));
    expect(owed).toHaveLength(3);
    const woken = ["ACTIVE", "EXPIRING"].map((state) => ({ id: after(state).id, inSeconds: 0 }));
    expect(p.told.settles).toEqual(woken);
    expect(p.secretNow()).toMatchObject({
      deletedAt: p.now(),
      retryAt: null,
      rotateRequestedAt: null,
      breakGlassRequestedAt: null,
      rotateReason: null,
    });
    expect(p.told.audit).toEqual(["rotating_secret.deleted"]);
  });

  it("revokes a saved key", async () => {
    await p.secret();
    const row = await p.credential("MINTED");
    expect(await p.unit((unit) => removeIn(unit, OWNER, p.secretNow()))).toEqual([row.id]);
    expect(p.rowNow(row).state).toBe("REVOKING");
  });
});

describe("a manual revocation", () => {
  const revoke = async (row: Awaited<ReturnType<Prepared["credential"]>>) =>
    await p.unit((unit) => revokeIn(unit, OWNER, p.secretNow(), row));

  it.each([
    ["ACTIVE", "credential_active"],
    ["SENDING", "rotation_running"],
    ["MINTED", "rotation_running"],
  ] as const)("of a credential that is %s is refused", async (state, code) => {
    await p.secret();
    const row = await p.credential(state);
    await expect(revoke(row)).rejects.toMatchObject({ code });
    expect(p.rowNow(row)).toEqual(row);
  });

  it.each(["EXPIRING", "REVOKING", "UNKNOWN"] as const)(
    "of a credential that is %s is due now",
    async (state) => {
      await p.secret();
      const row = await p.credential(state, { nextCheckAt: p.at(HOUR), revokeAt: p.at(HOUR) });
      await revoke(row);
      expect(p.rowNow(row)).toMatchObject({
        state: state === "UNKNOWN" ? "UNKNOWN" : "REVOKING",
        nextCheckAt: p.now(),
        revokeAt: { EXPIRING: p.now(), REVOKING: p.at(HOUR), UNKNOWN: null }[state],
      });
      expect(p.told.settles).toEqual([{ id: row.id, inSeconds: 0 }]);
      expect(p.told.audit).toEqual(["credential.revocation_requested"]);
    },
  );

  it.each(["REVOKED", "FAILED", "DISCARDED"] as const)(
    "of a credential that is %s changes nothing",
    async (state) => {
      await p.secret();
      const row = await p.credential(state);
      await revoke(row);
      expect(p.rowNow(row)).toEqual(row);
      expect(p.told.audit).toEqual([]);
    },
  );
});

describe("more time", () => {
  it("moves the end, and whether the key is used is checked again before that", async () => {
    await p.secret();
    const row = await p.credential("EXPIRING", {
      revokeAt: p.at(60),
      nextCheckAt: p.at(60),
      usageCheckedAt: p.at(-1),
      failureCount: 1,
    });
    await p.unit((unit) => extendIn(unit, OWNER, p.secretNow(), row, DAY));
    const end = p.at(DAY + 60);
    expect(p.rowNow(row)).toMatchObject({
      revokeAt: end,
      nextCheckAt: end,
      usageCheckedAt: null,
      failureCount: 0,
    });
    expect(p.told.settles).toEqual([{ id: row.id, inSeconds: DAY + 60 }]);
  });

  it.each([
    ["being revoked", "REVOKING" as const, 60],
    ["exposed", "ACTIVE" as const, 60],
    ["waiting for no end", "EXPIRING" as const, null],
  ])("is refused for a credential that is %s", async (_, state, revokeAt) => {
    await p.secret();
    const row = await p.credential(state, { revokeAt: revokeAt === null ? null : p.at(revokeAt) });
    const extended = p.unit((unit) => extendIn(unit, OWNER, p.secretNow(), row, DAY));
    await expect(extended).rejects.toMatchObject({ code: "conflict" });
    expect(p.rowNow(row)).toEqual(row);
  });
});

it.each(CREDENTIAL_STATES)(
  "an outstanding revocation may be forgotten, and nothing else: %s",
  async (state) => {
    await p.secret();
    const row = await p.credential(state, { nextCheckAt: p.at(HOUR) });
    const forgotten = p.unit((unit) => forgetIn(unit, OWNER, p.secretNow(), row, "It is gone."));
    if (state === "REVOKING" || state === "UNKNOWN") {
      await forgotten;
      expect(p.rowNow(row)).toMatchObject({ state: "DISCARDED", nextCheckAt: null });
      expect(p.told.events[0]).toMatchObject({
        actor: "user:ada@example.com",
        detail: { reason: "It is gone." },
      });
      expect(p.told.audit).toEqual(["credential.forgotten"]);
    } else {
      await expect(forgotten).rejects.toMatchObject({ code: "conflict" });
      expect(p.rowNow(row)).toEqual(row);
    }
  },
);
