import { afterEach, beforeEach, expect, it } from "vitest";
import { forgetCredential } from "@/lib/rotation/commands/forget-credential";
import { pauseRotatingSecret } from "@/lib/rotation/commands/pause-rotating-secret";
import { resumeRotatingSecret } from "@/lib/rotation/commands/resume-rotating-secret";
import { updateThirdPartyCredential } from "@/lib/third-party-credentials/update-third-party-credential";
import { type Notifications, startNotifications } from "@/proof/harness/notifications/notifications";
import { verified } from "@/proof/harness/notifications/receiver";
import { updateWebhook } from "./update-webhook";

let world: Notifications;
beforeEach(async () => {
  world = await startNotifications();
});
afterEach(() => world.stop());

const HOUR = 3_600;
const DAY = 86_400;
const MINTS = { method: "POST", pathPattern: "/service_accounts$" } as const;
const DELETES = { method: "DELETE", pathPattern: "/service_accounts/" } as const;

/** Types since the last call. */
function news(): string[] {
  const types = world.receiver.types();
  world.receiver.received.length = 0;
  return types;
}

it("a rotation and the revocation after it: names and IDs, signed, and never a value", async () => {
  const { secret } = await world.webhook();
  const created = await world.create({ revocationDelaySeconds: 0 });
  await world.sendAll();
  expect(news()).toEqual(["rotating_secret.rotated"]);
  await world.elapse(created.id, HOUR);
  await world.work();
  await world.sendAll();
  const [rotated, revoked] = world.receiver.received.map((message) => verified(secret, message));
  const [old, current] = await world.credentials(created.id);
  expect(rotated).toMatchObject({
    type: "rotating_secret.rotated",
    data: {
      organisation: { name: "Phase" },
      app: { name: "Backend" },
      environment: { id: world.environmentId, name: "Development" },
      rotatingSecret: { id: created.id, name: created.name },
      credential: { id: current?.id, serviceAccountId: current?.serviceAccountId, keyId: current?.keyId },
      actor: "system:worker",
      failure: null,
      reason: "schedule",
    },
  });
  expect(revoked).toMatchObject({ type: "credential.revoked", data: { credential: { id: old?.id } } });
  const everything = JSON.stringify([
    world.receiver.received,
    await world.db.notification.findMany(),
    await world.deliveries(),
  ]);
  expect(everything).not.toMatch(/sk-(?!admin-?…)/);
  expect(everything).not.toContain(secret);
});

it("reports each change of health once, however often it is retried, and only proven good news", async () => {
  await world.webhook();
  const { id } = await world.create();
  await world.sendAll();
  news();
  world.simulator.state.revokeAdminKey(world.adminKey);
  await world.elapse(id, HOUR);
  await world.work();
  await world.sendAll();
  expect(news()).toEqual(["rotating_secret.rotation_failed", "rotating_secret.degraded"]);
  await world.elapse(id, 60);
  await world.work();
  await world.sendAll();
  const failed = world.receiver.received.at(-1);
  expect(failed?.body).toContain("provider_auth_failed");
  expect(news()).toEqual(["rotating_secret.rotation_failed", "rotating_secret.failed"]);

  // Resumed without a fix: no good news, and the next failure is reported again.
  await resumeRotatingSecret(world.ctx, { id });
  await world.sendAll();
  expect(news()).toEqual(["rotating_secret.resumed"]);
  await world.work();
  await world.elapse(id, 60);
  await world.work();
  await world.sendAll();
  expect(news()).toEqual([
    "rotating_secret.rotation_failed",
    "rotating_secret.rotation_failed",
    "rotating_secret.failed",
  ]);

  const fresh = world.simulator.state.createAdminKey(world.openAiOrganisation);
  await updateThirdPartyCredential(world.ctx, { id: world.root.id, adminApiKey: fresh });
  await resumeRotatingSecret(world.ctx, { id });
  await world.work();
  await world.sendAll();
  expect(news()).toEqual(["rotating_secret.resumed", "rotating_secret.rotated", "rotating_secret.recovered"]);
});

it("an outage that passes: degraded once, recovered once", async () => {
  await world.webhook({ types: ["rotating_secret.degraded", "rotating_secret.recovered"] });
  const { id } = await world.create();
  world.simulator.state.addFault({ kind: "status", status: 429, match: { ...MINTS, times: 3 } });
  await world.elapse(id, HOUR);
  for (let turn = 0; turn < 6; turn++) {
    await world.work();
    await world.elapse(id, 60);
  }
  await world.sendAll();
  expect(news()).toEqual(["rotating_secret.degraded", "rotating_secret.recovered"]);
});

it("a revocation that does not succeed: degraded immediately, overdue once, recovered when it is gone", async () => {
  await world.webhook({
    types: ["rotating_secret.degraded", "rotating_secret.recovered", "credential.revoke_overdue"],
  });
  const { id } = await world.create({ revocationDelaySeconds: 0, rotationIntervalSeconds: DAY });
  const fault = world.simulator.state.addFault({
    kind: "status",
    status: 503,
    match: { ...DELETES, times: null },
  });
  await world.elapse(id, DAY);
  for (let turn = 0; turn < 10; turn++) {
    await world.work();
    await world.elapse(id, 3_000);
  }
  await world.sendAll();
  expect(news()).toEqual(["rotating_secret.degraded", "credential.revoke_overdue"]);
  world.simulator.state.clearFaults(fault);
  await world.elapse(id, 4_000);
  await world.work();
  await world.sendAll();
  expect(news()).toEqual(["rotating_secret.recovered"]);
});

it("a revocation that was given up doesn't keep the secret degraded", async () => {
  await world.webhook({ types: ["rotating_secret.degraded", "rotating_secret.recovered"] });
  const { id } = await world.create({ revocationDelaySeconds: 0 });
  world.simulator.state.addFault({ kind: "status", status: 503, match: { ...DELETES, times: null } });
  await world.elapse(id, HOUR);
  await world.work();
  const [old] = await world.credentials(id);
  await forgetCredential(world.ctx, { id, credentialId: old?.id ?? "", reason: "removed by hand" });
  await world.sendAll();
  expect(news()).toEqual(["rotating_secret.degraded", "rotating_secret.recovered"]);
});

it("a manual pause, a resume, and an orphaned account", async () => {
  await world.webhook();
  const { id } = await world.create();
  await pauseRotatingSecret(world.ctx, { id });
  await resumeRotatingSecret(world.ctx, { id });
  await world.sendAll();
  expect(news()).toEqual(["rotating_secret.rotated", "rotating_secret.paused", "rotating_secret.resumed"]);
  world.simulator.state.addFault({ kind: "drop_after", match: MINTS });
  await world.elapse(id, HOUR);
  await world.work();
  await world.elapse(id, 45);
  await world.work();
  await world.sendAll();
  expect(news()).toEqual(
    expect.arrayContaining([
      "rotating_secret.rotation_failed",
      "rotating_secret.degraded",
      "credential.orphan_found",
      "rotating_secret.recovered",
    ]),
  );
});

it("nothing that was rolled back", async () => {
  await world.webhook();
  const { id } = await world.create();
  const before = await world.db.notification.count();
  const broken = world.ctx.store.inUnit(async (unit) => {
    await unit.lockSecret(id);
    await unit.recordEvent({
      rotatingSecretId: id,
      type: "rotating_secret.resumed",
      actor: "user:x",
      detail: { when: "now" },
    });
    throw new Error("no");
  });
  await expect(broken).rejects.toThrow("no");
  expect(await world.db.notification.count()).toBe(before);
});

it("writes nothing if nobody listens", async () => {
  const off = await world.webhook();
  await updateWebhook(world.ctx, { id: off.id, enabled: false });
  await world.webhook({ types: ["rotating_secret.paused"] });
  await world.create();
  expect(await world.db.notification.count()).toBe(0);
});
