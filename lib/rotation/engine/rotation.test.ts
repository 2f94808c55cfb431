import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { pauseRotatingSecret } from "../commands/pause-rotating-secret";
import { resumeRotatingSecret } from "../commands/resume-rotating-secret";
import { rotateRotatingSecret } from "../commands/rotate-rotating-secret";
import { deleteRotatingSecret } from "../commands/delete-rotating-secret";
import { getRotatingSecret } from "../queries/get-rotating-secret";
import { updateThirdPartyCredential } from "@/lib/third-party-credentials/update-third-party-credential";
import { type Harness, startHarness } from "@/proof/harness/harness";

let harness: Harness;
beforeAll(async () => {
  harness = await startHarness();
});
afterAll(() => harness.stop());

const HOUR = 3_600;
const DAY = 86_400;
const MINTS = { method: "POST", pathPattern: "/service_accounts$" } as const;
const DELETES = { method: "DELETE", pathPattern: "/service_accounts/" } as const;

async function states(id: string): Promise<string[]> {
  return (await harness.credentials(id)).map(({ state }) => state);
}

async function namesOf(id: string): Promise<string[]> {
  return harness.accounts().filter((name) => name.includes(id));
}

describe("a rotation", () => {
  it("exposes the new credential, expires the old one, and deletes it when its delay is over", async () => {
    const { id } = await harness.create();
    expect(await states(id)).toEqual(["ACTIVE"]);
    await harness.elapse(id, HOUR);
    await harness.work();
    expect(await states(id)).toEqual(["EXPIRING", "ACTIVE"]);
    expect(await namesOf(id)).toHaveLength(2);
    await harness.elapse(id, 590);
    await harness.work();
    expect(await states(id)).toEqual(["EXPIRING", "ACTIVE"]);
    await harness.elapse(id, 10);
    await harness.work();
    expect(await states(id)).toEqual(["REVOKED", "ACTIVE"]);
    expect(await namesOf(id)).toHaveLength(1);
    expect((await harness.credentials(id))[0]?.envelope).toBeNull();
  });

  it("revokes the previous credential immediately with a delay of 0", async () => {
    const { id } = await harness.create({ revocationDelaySeconds: 0 });
    await harness.elapse(id, HOUR);
    await harness.work();
    expect(await states(id)).toEqual(["REVOKED", "ACTIVE"]);
  });

  it("never sends a name twice, even if two mints fall into one second", async () => {
    const { id } = await harness.create({ revocationDelaySeconds: 0 });
    for (let turn = 0; turn < 4; turn++) {
      await harness.elapse(id, HOUR);
      await harness.work();
    }
    const names = (await harness.credentials(id)).map(({ serviceAccountName }) => serviceAccountName);
    expect(new Set(names).size).toBe(5);
    expect(names.every((name) => name.startsWith(`phase-rs-${id}-`))).toBe(true);
  });
});

describe("a dead admin key", () => {
  it("is confirmed once, pauses the schedule, keeps the key current, and mints immediately after repair and Resume", async () => {
    const own = await startHarness();
    try {
      const { id } = await own.create();
      own.simulator.state.revokeAdminKey(own.adminKey);
      await own.elapse(id, HOUR);
      await own.work();
      expect(await getRotatingSecret(own.ctx, { id })).toMatchObject({ state: "active", health: "degraded" });
      await own.elapse(id, 60);
      await own.work();
      const paused = await getRotatingSecret(own.ctx, { id });
      expect(paused).toMatchObject({ state: "paused", pauseReason: "failure", health: "failed" });
      expect(paused.lastFailure?.message).toMatch(/^Provider authentication failed/);
      expect((await own.credentials(id)).map(({ state }) => state)).toEqual(["ACTIVE", "FAILED", "FAILED"]);
      const fresh = own.simulator.state.createAdminKey(own.openAiOrganisation);
      await updateThirdPartyCredential(own.ctx, { id: own.root.id, adminApiKey: fresh });
      await own.work();
      expect((await getRotatingSecret(own.ctx, { id })).state).toBe("paused");
      await resumeRotatingSecret(own.ctx, { id });
      await own.work();
      expect(await getRotatingSecret(own.ctx, { id })).toMatchObject({
        state: "active",
        health: "healthy",
        lastFailure: null,
      });
      expect((await own.credentials(id)).map(({ state }) => state)).toEqual([
        "EXPIRING",
        "FAILED",
        "FAILED",
        "ACTIVE",
      ]);
    } finally {
      await own.stop();
    }
  });

  it("blocks revocations, which are made immediately after its repair, even of a deleted secret", async () => {
    const own = await startHarness();
    try {
      const { id } = await own.create();
      own.simulator.state.revokeAdminKey(own.adminKey);
      await deleteRotatingSecret(own.ctx, { id });
      expect((await own.credentials(id)).map(({ state }) => state)).toEqual(["REVOKING"]);
      const fresh = own.simulator.state.createAdminKey(own.openAiOrganisation);
      await updateThirdPartyCredential(own.ctx, { id: own.root.id, adminApiKey: fresh });
      await own.work();
      expect((await own.credentials(id)).map(({ state }) => state)).toEqual(["REVOKED"]);
      expect(own.accounts()).toEqual([]);
    } finally {
      await own.stop();
    }
  });

  it("may not be replaced by a key of another organisation while accounts are alive", async () => {
    await harness.create();
    const other = harness.simulator.state.createOrganization({ name: "Other" });
    harness.simulator.state.createProject(other.id, { name: "Elsewhere" });
    await expect(
      updateThirdPartyCredential(harness.ctx, { id: harness.root.id, adminApiKey: other.adminKey }),
    ).rejects.toMatchObject({ code: "wrong_organisation" });
  });
});

describe("a lost response", () => {
  it.each([
    ["the connection breaks after the account was made", { kind: "drop_after" }],
    ["a 500 comes although the account was made", { kind: "status_after", status: 500 }],
    ["the answer is cut off", { kind: "truncate" }],
    ["the answer never comes", { kind: "hang", when: "after" }],
  ] as const)("%s: the account is found by its name and deleted, and a new key follows", async (_, fault) => {
    const { id } = await harness.create();
    harness.simulator.state.addFault({ ...fault, match: MINTS });
    await harness.elapse(id, HOUR);
    await harness.work();
    expect(await states(id)).toEqual(["ACTIVE", "UNKNOWN"]);
    await harness.elapse(id, 45);
    await harness.work();
    expect(await states(id)).toEqual(["EXPIRING", "UNKNOWN", "ACTIVE"]);
    expect(await namesOf(id)).toHaveLength(2);
    expect(await harness.eventTypes(id)).toContain("credential.stray_account_deleted");
  });

  it("a response without a key: its account is deleted by ID", async () => {
    const { id } = await harness.create();
    harness.simulator.state.addFault({ kind: "api_key_null", match: MINTS });
    await harness.elapse(id, HOUR);
    await harness.work();
    expect(await states(id)).toEqual(["ACTIVE", "REVOKED"]);
    expect(await namesOf(id)).toHaveLength(1);
    expect(await getRotatingSecret(harness.ctx, { id })).toMatchObject({
      state: "active",
      health: "degraded",
    });
  });

  it("the watch ends when the project was archived: its accounts ended with it", async () => {
    const { state } = harness.simulator;
    const doomed = state.createProject(harness.openAiOrganisation, { name: "Doomed" });
    const { id } = await harness.create({ config: { projectId: doomed.id, nameTemplate: "phase-rs-{id}" } });
    state.addFault({ kind: "drop_after", match: MINTS });
    await harness.elapse(id, HOUR);
    await harness.work();
    state.archiveProject(doomed.id);
    for (const seconds of [DAY, 45, 45]) {
      await harness.elapse(id, seconds);
      await harness.work();
    }
    expect((await states(id))[1]).toBe("DISCARDED");
  });

  it("the watch ends after a day, and only after three clean listings", async () => {
    const { id } = await harness.create();
    harness.simulator.state.addFault({ kind: "drop_before", match: MINTS });
    await harness.elapse(id, HOUR);
    await harness.work();
    const seen: string[] = [];
    for (const seconds of [DAY, 45, 45]) {
      await harness.elapse(id, seconds);
      await harness.work();
      seen.push((await states(id))[1] ?? "");
    }
    expect(seen).toEqual(["UNKNOWN", "UNKNOWN", "DISCARDED"]);
  });
});

describe("revocation", () => {
  it("is retried until it succeeds, and meanwhile shows as degraded", async () => {
    const { id } = await harness.create({ revocationDelaySeconds: 0, rotationIntervalSeconds: DAY });
    const fault = harness.simulator.state.addFault({
      kind: "status",
      status: 503,
      match: { ...DELETES, times: null },
    });
    await harness.elapse(id, DAY);
    await harness.work();
    for (let turn = 0; turn < 8; turn++) {
      await harness.elapse(id, 300);
      await harness.work();
    }
    expect((await harness.credentials(id))[0]?.failureCount).toBeGreaterThan(3);
    expect(await states(id)).toEqual(["REVOKING", "ACTIVE"]);
    expect(await getRotatingSecret(harness.ctx, { id })).toMatchObject({
      health: "degraded",
      owed: 1,
      state: "active",
    });
    harness.simulator.state.clearFaults(fault);
    await harness.elapse(id, 2_000);
    await harness.work();
    expect(await states(id)).toEqual(["REVOKED", "ACTIVE"]);
    expect((await getRotatingSecret(harness.ctx, { id })).health).toBe("healthy");
  });

  it("counts as done if the account is already gone", async () => {
    const { id } = await harness.create({ revocationDelaySeconds: 0 });
    const [first] = await harness.credentials(id);
    harness.simulator.state.deleteServiceAccountBehindTheBack(first?.serviceAccountId ?? "");
    await harness.elapse(id, HOUR);
    await harness.work();
    expect(await states(id)).toEqual(["REVOKED", "ACTIVE"]);
  });
});

describe("operators", () => {
  it("pausing stops mints but not revocations; Rotate now works while paused and keeps the pause", async () => {
    const { id } = await harness.create({ revocationDelaySeconds: 0 });
    await pauseRotatingSecret(harness.ctx, { id });
    await harness.elapse(id, HOUR);
    await harness.work();
    expect(await states(id)).toEqual(["ACTIVE"]);
    await rotateRotatingSecret(harness.ctx, { id, mode: "graceful" });
    await harness.work();
    expect(await states(id)).toEqual(["REVOKED", "ACTIVE"]);
    expect(await getRotatingSecret(harness.ctx, { id })).toMatchObject({
      state: "paused",
      pauseReason: "manual",
    });
    await resumeRotatingSecret(harness.ctx, { id });
    expect((await getRotatingSecret(harness.ctx, { id })).state).toBe("active");
  });

  it("break-glass revokes every other live credential immediately", async () => {
    const { id } = await harness.create();
    await harness.elapse(id, HOUR);
    await harness.work();
    expect(await states(id)).toEqual(["EXPIRING", "ACTIVE"]);
    await rotateRotatingSecret(harness.ctx, { id, mode: "break_glass" });
    await harness.work();
    expect(await states(id)).toEqual(["REVOKED", "REVOKED", "ACTIVE"]);
    expect(await namesOf(id)).toHaveLength(1);
  });

  it("deleting removes the outputs and every account", async () => {
    const { id } = await harness.create();
    await harness.elapse(id, HOUR);
    await harness.work();
    await deleteRotatingSecret(harness.ctx, { id });
    expect(await namesOf(id)).toEqual([]);
    expect(await harness.db.secret.count({ where: { rotatingSecretId: id } })).toBe(0);
    await expect(getRotatingSecret(harness.ctx, { id })).rejects.toMatchObject({ code: "not_found" });
  });
});

describe("a first mint that fails", () => {
  it.each([
    ["refused", { kind: "status", status: 403 }, "provider_scope_missing"],
    ["rejected", { kind: "status", status: 400, code: "bad", message: "No." }, "provider_rejected"],
    ["lost", { kind: "drop_after" }, "provider_unavailable"],
    ["without a key", { kind: "api_key_null" }, "provider_malformed_response"],
  ] as const)("%s: leaves neither a visible row nor an account", async (name, fault, code) => {
    harness.simulator.state.addFault({ ...fault, match: MINTS });
    const known = await harness.db.rotatingSecret.findMany({ select: { id: true } });
    const key = `FIRST_${name.toUpperCase().replaceAll(" ", "_")}`;
    await expect(harness.create({ outputs: { api_key: key } })).rejects.toMatchObject({ code });
    const unseen = await harness.db.rotatingSecret.findMany({
      where: { id: { notIn: known.map(({ id }) => id) } },
    });
    for (const { id } of unseen) await harness.elapse(id, 45);
    await harness.work();
    // Its own accounts, because other tests' secrets keep changing meanwhile.
    for (const { id } of unseen) expect(await namesOf(id)).toEqual([]);
    expect(unseen).toHaveLength(1);
    expect(await harness.db.secret.count({ where: { key } })).toBe(0);
    await harness.create({ outputs: { api_key: key } });
  });

  it("refuses a key that already exists in the environment, before anything is minted", async () => {
    const taken = await harness.create();
    const before = harness.accounts().length;
    await expect(harness.create({ outputs: taken.outputs })).rejects.toMatchObject({ code: "key_exists" });
    expect(harness.accounts()).toHaveLength(before);
  });
});
