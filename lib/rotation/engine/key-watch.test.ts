import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { mintedKeyPlace } from "@/lib/crypto/places";
import { open } from "@/lib/crypto/sealed";
import { createThirdPartyCredential } from "@/lib/third-party-credentials/create-third-party-credential";
import { pauseRotatingSecret } from "../commands/pause-rotating-secret";
import { resumeRotatingSecret } from "../commands/resume-rotating-secret";
import { updateRotatingSecret } from "../commands/update-rotating-secret";
import { type Harness, startHarness } from "@/proof/harness/harness";
import { noticeSign } from "./key-findings";
import { distrustHistory } from "./lost-history";

let harness: Harness;
beforeAll(async () => {
  harness = await startHarness();
});
afterAll(() => harness.stop());
afterEach(() => {
  harness.simulator.state.clearFaults();
  harness.simulator.state.configure({ listDisabledKeys: false, keyPropagationMs: 0 });
});

const HOUR = 3_600;
const DAY = 86_400;
const state = () => harness.simulator.state;
const MODELS = { method: "GET", pathPattern: "^/v1/models$", times: null } as const;
const LISTS = { method: "GET", pathPattern: "/api_keys$", times: null } as const;
const QUESTIONS = { method: "GET", pathPattern: "/api_keys/[^/]+$", times: null } as const;

/** Hourly secrets would rotate while time passes. These don't. */
async function create(): Promise<string> {
  const { id } = await harness.create({ rotationIntervalSeconds: 365 * DAY, revocationDelaySeconds: HOUR });
  await harness.elapse(id, 120);
  return id;
}

const exposedOf = async (id: string) => {
  const exposed = (await harness.credentials(id)).find(({ state }) => state === "ACTIVE");
  if (exposed?.keyId == null) throw new Error("Nothing is exposed.");
  return { ...exposed, keyId: exposed.keyId };
};

async function keyWorks(id: string): Promise<boolean> {
  const { id: credentialId, envelope } = await exposedOf(id);
  const place = mintedKeyPlace(credentialId, harness.ctx.actor.organisationId);
  return state().isKeyLive(await open(harness.ctx.keyring, place, envelope ?? ""));
}

/** Time passes only for the checks: planned ones, and first rejections. */
async function pass(seconds: number): Promise<void> {
  const by = `${seconds} seconds`;
  await harness.db.thirdPartyCredential.updateMany({ data: { pacedUntil: null } });
  for (const { keys } of state().serviceAccounts()) {
    for (const key of keys) if (key.lastUsedAt !== null) key.lastUsedAt -= seconds * 1000;
  }
  await harness.db.$executeRaw`UPDATE key_watch SET due_at = due_at - ${by}::interval`;
  await harness.db.$executeRaw`
    UPDATE minted_credential SET key_refused_at = key_refused_at - ${by}::interval`;
}

/** One check now, whatever is planned. */
async function look(): Promise<void> {
  await pass(0);
  await distrustHistory(harness.ctx);
  await harness.watchKeys();
}

/** The checks of the next seconds. */
async function watchFor(seconds: number): Promise<void> {
  for (let passed = 0; passed < seconds; passed += 15) {
    await pass(15);
    await harness.watchKeys();
  }
}

const removals = async (id: string) =>
  (await harness.eventTypes(id)).filter((type) => type === "credential.removed_elsewhere").length;
const end = async (id: string, how: Parameters<Harness["simulator"]["state"]["endKeyBehindTheBack"]>[1]) =>
  state().endKeyBehindTheBack((await exposedOf(id)).keyId, how);

describe("a current key that OpenAI no longer accepts", () => {
  const ends: [string, (id: string) => Promise<void>][] = [
    ["deleted, its account stays", (id) => end(id, "delete")],
    ["disabled", (id) => end(id, "disable")],
    [
      "disabled, and listed all the same",
      async (id) => {
        state().configure({ listDisabledKeys: true });
        await end(id, "disable");
      },
    ],
    [
      "deleted with its account",
      async (id) => {
        const { serviceAccountId } = await exposedOf(id);
        state().deleteServiceAccountBehindTheBack(serviceAccountId ?? "");
      },
    ],
  ];

  it.each(ends)("%s: is detected and replaced within ten minutes", async (_, remove) => {
    const id = await create();
    await harness.watchKeys();
    await remove(id);
    expect(await keyWorks(id)).toBe(false);
    await watchFor(600);
    await harness.work();
    expect(await keyWorks(id)).toBe(true);
    expect(await removals(id)).toBe(1);
    const told = await harness.db.notification.findMany({ where: { rotatingSecretId: id } });
    expect(told.map(({ type }) => type)).toContain("credential.removed_elsewhere");
    expect(told.map(({ failureCode }) => failureCode)).toContain("key_removed");
  });

  it("counts when it was rejected twice, a minute apart", async () => {
    const id = await create();
    await end(id, "delete");
    await look();
    await pass(50);
    await look();
    await look();
    expect(await removals(id)).toBe(0);
    expect((await exposedOf(id)).keyRefusedAt).not.toBeNull();
    await pass(11);
    await harness.watchKeys();
    expect(await removals(id)).toBe(1);
    // Reported once, however often it is checked before its successor comes.
    await watchFor(900);
    expect(await removals(id)).toBe(1);
    await harness.work();
  });

  it("is forgiven one rejection", async () => {
    const id = await create();
    await look();
    const { keyId, serviceAccountId } = await exposedOf(id);
    await harness.db.mintedCredential.updateMany({
      where: { serviceAccountId },
      data: { keyRefusedAt: new Date() },
    });
    await pass(61);
    await look();
    expect(await exposedOf(id)).toMatchObject({ keyId, keyRefusedAt: null, keyRemovedAt: null });
  });

  it("with an old response of a process that slept doesn't count", async () => {
    const id = await create();
    await end(id, "delete");
    await look();
    const stale = (await harness.db.mintedCredential.findMany({ where: { rotatingSecretId: id } }))[0];
    const since = new Date(Date.now() - 1_000);
    if (stale !== undefined) await noticeSign(harness.ctx, stale, "refused", since);
    expect(await removals(id)).toBe(0);
    await watchFor(600);
    await harness.work();
  });
});

describe("what says nothing about the key", () => {
  const answers: [string, () => void][] = [
    [
      "OpenAI is away",
      () => {
        state().addFault({ kind: "status", status: 503, match: { times: null } });
      },
    ],
    [
      "a proxy answers for the key, and the list is empty",
      () => {
        state().addFault({ kind: "status", status: 200, body: "empty_object", match: LISTS });
        state().addFault({ kind: "status", status: 403, body: "html", match: MODELS });
      },
    ],
    [
      "this server's address is not allowed",
      () => {
        const denied = { status: 401, code: "ip_not_authorized", message: "IP not authorized" } as const;
        state().addFault({ kind: "status", ...denied, match: MODELS });
        state().addFault({ kind: "status", status: 503, match: QUESTIONS });
      },
    ],
  ];

  it.each(answers)("%s: nothing is done", async (_, answer) => {
    const id = await create();
    const { keyId } = await exposedOf(id);
    answer();
    await watchFor(900);
    expect(await exposedOf(id)).toMatchObject({ keyId, keyRefusedAt: null, keyRemovedAt: null });
    expect(await removals(id)).toBe(0);
  });

  it("the key is new, and may not be known everywhere yet, so it isn't checked", async () => {
    const { id } = await harness.create({ rotationIntervalSeconds: 365 * DAY });
    state().configure({ keyPropagationMs: 3_600_000 });
    // Whenever the plan would make the first check.
    await look();
    await watchFor(300);
    expect(await exposedOf(id)).toMatchObject({ keyRefusedAt: null, keyRemovedAt: null });
  });

  it("an admin key that is refused, so the key is checked directly", async () => {
    const adminApiKey = state().createAdminKey(harness.openAiOrganisation);
    const root = await createThirdPartyCredential(harness.ctx, {
      provider: "openai",
      name: `Acme ${Math.random()}`,
      adminApiKey,
    });
    const { id } = await harness.create({
      thirdPartyCredentialId: root.id,
      rotationIntervalSeconds: 365 * DAY,
    });
    await harness.elapse(id, 120);
    state().revokeAdminKey(adminApiKey);
    await watchFor(600);
    expect(await removals(id)).toBe(0);
    await end(id, "delete");
    await watchFor(600);
    expect(await removals(id)).toBe(1);
  });
});

describe("while paused by hand", () => {
  it("a removed key is reported and not replaced; an edit and a resume keep the need", async () => {
    const id = await create();
    await pauseRotatingSecret(harness.ctx, { id });
    await end(id, "delete");
    await watchFor(600);
    await harness.work();
    expect(await harness.credentials(id)).toHaveLength(1);
    expect(await harness.secret(id)).toMatchObject({
      pauseReason: "manual",
      lastFailureCode: "key_removed",
    });
    await updateRotatingSecret(harness.ctx, { id, rotationIntervalSeconds: 300 * DAY });
    await harness.work();
    expect(await harness.credentials(id)).toHaveLength(1);
    await resumeRotatingSecret(harness.ctx, { id, when: "keep_schedule" });
    await harness.work();
    expect(await keyWorks(id)).toBe(true);
  });

  it("a pause after the removal was noticed keeps the need as well", async () => {
    const id = await create();
    await end(id, "delete");
    await watchFor(600);
    await pauseRotatingSecret(harness.ctx, { id });
    await harness.work();
    expect(await harness.credentials(id)).toHaveLength(1);
    await resumeRotatingSecret(harness.ctx, { id, when: "keep_schedule" });
    await harness.work();
    expect(await keyWorks(id)).toBe(true);
  });
});

describe("an expiry that someone gave the current key at OpenAI", () => {
  it("is saved and moves the next rotation, so that the overlap fits in", async () => {
    const id = await create();
    await end(id, { expiresInSeconds: 10 * HOUR });
    await look();
    const { keyExpiresAt } = await exposedOf(id);
    expect(Math.abs(Number(keyExpiresAt) - Date.now() - 10 * HOUR * 1000)).toBeLessThan(5_000);
    const { nextRotationAt } = await harness.secret(id);
    // An hour of overlap, and an hour for failed attempts.
    expect(Math.abs(nextRotationAt.getTime() - Date.now() - 8 * HOUR * 1000)).toBeLessThan(5_000);
    expect(await harness.eventTypes(id)).toContain("credential.end_changed");
    await look();
    const told = (await harness.eventTypes(id)).filter((type) => type === "credential.end_changed");
    expect(told).toHaveLength(1);
  });

  it("is kept if a list doesn't show it", async () => {
    const id = await create();
    const { id: credentialId } = await exposedOf(id);
    const keyExpiresAt = new Date(Date.now() + 30 * DAY * 1000);
    await harness.db.mintedCredential.update({ where: { id: credentialId }, data: { keyExpiresAt } });
    await look();
    expect((await exposedOf(id)).keyExpiresAt).toEqual(keyExpiresAt);
  });
});
