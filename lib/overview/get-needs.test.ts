import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { v7 as uuidv7 } from "uuid";
import { type TestDatabase, testDatabase } from "@/installation/testing/database";
import type { EngineCtx } from "@/lib/rotation/services";
import { insertToken } from "@/lib/tokens/insert-token";
import { aCredential, aRoot, aRotatingSecret } from "@/proof/harness/builders";
import { type TestOrganisation, testOrganisation } from "@/proof/harness/organisation";
import { testServices } from "@/proof/harness/test-services";
import type { SecretRow } from "@/lib/rotation/store/store";
import { getNeeds } from "./get-needs";

const DAY = 86_400_000;
const ago = (days: number) => new Date(Date.now() - days * DAY);

let database: TestDatabase;
let organisation: TestOrganisation;
let owner: EngineCtx;

beforeAll(async () => {
  database = await testDatabase();
});
afterAll(() => database.drop());
beforeEach(async () => {
  organisation = await testOrganisation(testServices(database.db));
  owner = await organisation.person("owner");
});

async function addRoot(patch: Parameters<typeof aRoot>[1] = {}): Promise<string> {
  return (await database.db.thirdPartyCredential.create({ data: aRoot(organisation.id, patch) })).id;
}

async function addSecret(thirdPartyCredentialId: string, patch: Partial<SecretRow> = {}) {
  const place = {
    organisationId: organisation.id,
    environmentId: organisation.production,
    thirdPartyCredentialId,
  };
  return await database.db.rotatingSecret.create({ data: aRotatingSecret(place, patch) });
}

const paused = (code: string, patch: Partial<SecretRow> = {}): Partial<SecretRow> => ({
  pauseReason: "failure",
  pausedAt: ago(2),
  failureCount: 2,
  lastFailureAt: ago(2),
  lastFailureCode: code,
  ...patch,
});

it("lists nothing while all is well", async () => {
  await addSecret(await addRoot());
  expect(await getNeeds(owner)).toMatchObject({
    needs: [],
    counts: { healthy: 1, degraded: 0, failed: 0, paused: 0 },
  });
});

describe("an admin key that OpenAI refuses", () => {
  it("is one item with everything that it stops", async () => {
    const root = await addRoot({ name: "Acme", status: "invalid" });
    for (const name of ["B", "A"])
      await addSecret(root, paused("provider_auth_failed", { name, pausedAt: ago(3) }));
    await addSecret(root, paused("provider_auth_failed", { name: "C" }));
    const { needs } = await getNeeds(owner);
    expect(needs).toHaveLength(1);
    expect(needs).toMatchObject([
      {
        kind: "admin_key_refused",
        credentialName: "Acme",
        accepted: false,
        count: 3,
        secrets: ["A", "B", "C"].map((name) => ({ name, environmentName: "Production" })),
      },
    ]);
  });

  it("waits for Resume once a new key is accepted", async () => {
    const root = await addRoot({ lastValidatedAt: ago(1) });
    await addSecret(root, paused("provider_auth_failed"));
    expect((await getNeeds(owner)).needs).toMatchObject([
      { kind: "admin_key_refused", accepted: true, count: 1 },
    ]);
  });

  it("is listed before it stops anything", async () => {
    await addRoot({ status: "invalid" });
    expect((await getNeeds(owner)).needs).toMatchObject([
      { kind: "admin_key_refused", count: 0, since: null },
    ]);
  });
});

it("groups schedules that stopped for one reason in one project", async () => {
  const root = await addRoot();
  for (const projectId of ["proj_1", "proj_1", "proj_2"]) {
    await addSecret(root, paused("project_not_found", { projectId, projectName: projectId }));
  }
  expect((await getNeeds(owner)).needs).toMatchObject([
    { kind: "schedule_stopped", code: "project_not_found", projectName: "proj_1", count: 2 },
    { kind: "schedule_stopped", code: "project_not_found", projectName: "proj_2", count: 1 },
  ]);
});

it("a revocation counts as overdue from its third failure, unless it waits for another admin key", async () => {
  const thirdPartyCredentialId = await addRoot();
  const { id: rotatingSecretId } = await addSecret(thirdPartyCredentialId, { name: "Late" });
  const credential = aCredential(
    { rotatingSecretId, thirdPartyCredentialId },
    { serviceAccountId: "user-1", revokeAt: ago(1), failureCount: 2 },
  );
  await database.db.mintedCredential.create({ data: credential });
  const where = { id: credential.id };
  const told = async () => (await getNeeds(owner)).needs;
  expect(await told()).toEqual([]);
  await database.db.mintedCredential.update({ where, data: { failureCount: 3 } });
  expect(await told()).toMatchObject([
    { kind: "overdue_revocations", count: 1, secrets: [{ name: "Late" }] },
  ]);
  await database.db.mintedCredential.update({ where, data: { lastFailureCode: "provider_auth_failed" } });
  expect(await told()).toEqual([]);
  await database.db.mintedCredential.update({ where, data: { lastFailureCode: "provider_unavailable" } });
  await database.db.rotatingSecret.update({
    where: { id: rotatingSecretId },
    data: { deletedAt: new Date() },
  });
  expect(await told()).toMatchObject([{ kind: "deleted_debts", count: 1 }]);
});

it("lists programs that used the previous key since it was replaced, until it ends", async () => {
  const thirdPartyCredentialId = await addRoot();
  const { id: rotatingSecretId } = await addSecret(thirdPartyCredentialId);
  const owned = { rotatingSecretId, thirdPartyCredentialId };
  const previous = aCredential(owned, {
    state: "EXPIRING",
    replacedAt: ago(3),
    lastUsedAt: ago(4),
    revokeAt: ago(-1),
  });
  await database.db.mintedCredential.create({ data: previous });
  expect((await getNeeds(owner)).needs).toEqual([]);
  await database.db.mintedCredential.update({ where: { id: previous.id }, data: { lastUsedAt: ago(2) } });
  expect((await getNeeds(owner)).needs).toMatchObject([
    {
      kind: "previous_key_used",
      secret: { id: rotatingSecretId },
      revokeAt: previous.revokeAt?.toISOString(),
    },
  ]);
});

it("lists a pause that missed a rotation, but not a shorter one", async () => {
  const root = await addRoot();
  await addSecret(root, { pauseReason: "manual", pausedAt: ago(5), nextRotationAt: ago(-1) });
  expect((await getNeeds(owner)).needs).toEqual([]);
  await addSecret(root, { pauseReason: "manual", pausedAt: ago(9), nextRotationAt: ago(1) });
  expect((await getNeeds(owner)).needs).toMatchObject([{ kind: "paused", count: 1 }]);
});

describe("what ends within two weeks", () => {
  it("lists admin keys and service tokens", async () => {
    await addRoot({ name: "Soon", keyExpiresAt: ago(-3) });
    await addRoot({ name: "Late", keyExpiresAt: ago(-30) });
    const token = (name: string, expiresAt: Date) =>
      insertToken(database.db, owner, { name, scopes: ["secrets:read"], expiresAt });
    await token("ci", ago(-2));
    await token("later", ago(-40));
    expect((await getNeeds(owner)).needs).toMatchObject([
      { kind: "admin_key_expires", credentialName: "Soon" },
      { kind: "token_expires", name: "ci" },
    ]);
  });
});

describe("a webhook", () => {
  async function addDelivery(endpointId: string, state: "delivered" | "failed" | "pending", attempts = 1) {
    const notification = await database.db.notification.create({
      data: { organisationId: organisation.id, type: "rotation.failed", actor: "system:worker" },
    });
    await database.db.delivery.create({
      data: {
        id: uuidv7(),
        notificationId: notification.id,
        endpointId,
        state,
        attempts,
        ...(attempts > 0 ? { lastAttemptAt: new Date() } : {}),
      },
    });
  }

  it("is listed while its deliveries fail, for those who manage it", async () => {
    const { id } = await database.db.webhookEndpoint.create({
      data: { organisationId: organisation.id, name: "Pager", envelope: "-", types: [], createdBy: "-" },
    });
    await addDelivery(id, "failed");
    await addDelivery(id, "delivered");
    await addDelivery(id, "pending", 0);
    expect((await getNeeds(owner)).needs).toEqual([]);
    await addDelivery(id, "failed");
    await addDelivery(id, "pending");
    expect((await getNeeds(owner)).needs).toMatchObject([
      { kind: "webhook_failing", name: "Pager", count: 2 },
    ]);
    expect((await getNeeds(await organisation.person("developer"))).needs).toEqual([]);
    await addDelivery(id, "delivered");
    expect((await getNeeds(owner)).needs).toEqual([]);
  });
});

it("lists unclaimed accounts for those who see every environment", async () => {
  await addRoot({ name: "Acme" });
  const account = { projectId: "p", serviceAccountId: "s", serviceAccountName: "n" };
  await database.db.thirdPartyCredential.updateMany({
    where: { organisationId: organisation.id },
    data: { unclaimedAccounts: [account] },
  });
  expect((await getNeeds(owner)).needs).toMatchObject([{ kind: "unclaimed_accounts", count: 1 }]);
  const limited = await organisation.person("developer", "-", [
    { environmentId: organisation.production, role: "none" },
  ]);
  expect((await getNeeds(limited)).needs).toEqual([]);
});

it("reveals nothing about an environment without access", async () => {
  const root = await addRoot({ name: "Acme", status: "invalid", environmentIds: [organisation.production] });
  await addSecret(root, paused("provider_auth_failed"));
  const limited = await organisation.person("developer", "-", [
    { environmentId: organisation.production, role: "none" },
  ]);
  expect(await getNeeds(limited)).toMatchObject({ needs: [], counts: { failed: 0 } });
});
