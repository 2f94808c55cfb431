/** Deleting apps and environments: what goes, what keeps them, what is left of those that named them. */
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { listAudit } from "@/lib/audit-log/list-audit";
import type { EngineCtx, EngineServices } from "@/lib/rotation/services";
import { type TestDatabase, testDatabase } from "@/installation/testing/database";
import { aCredential, aRoot, aRotatingSecret, aSecret } from "@/proof/harness/builders";
import { testOrganisation } from "@/proof/harness/organisation";
import { untilWaiting } from "@/proof/harness/until-waiting";
import { testServices } from "@/proof/harness/test-services";
import { insertToken } from "@/lib/tokens/insert-token";
import { createApp } from "./create-app";
import { deleteApp } from "./delete-app";
import { deleteEnvironment } from "./delete-environment";

let database: TestDatabase;
let services: EngineServices;

beforeAll(async () => {
  database = await testDatabase();
  services = testServices(database.db);
});

afterAll(async () => {
  await database.drop();
});

async function anApp() {
  const organisation = await testOrganisation(services);
  const admin = await organisation.person("admin");
  const app = await createApp(admin, { name: "Web shop" });
  const [development = "", staging = ""] = app.environments.map(({ id }) => id);
  return { organisation, admin, app, development, staging };
}

async function rotatingIn(organisationId: string, environmentId: string, patch = {}) {
  const { db } = database;
  const root = await db.thirdPartyCredential.create({ data: aRoot(organisationId) });
  const place = { organisationId, environmentId, thirdPartyCredentialId: root.id };
  return await db.rotatingSecret.create({ data: aRotatingSecret(place, patch) });
}

const remaining = async (appId: string) =>
  (await database.db.environment.findMany({ where: { appId }, orderBy: { position: "asc" } })).map(
    ({ name }) => name,
  );
const latest = async (ctx: EngineCtx) => (await listAudit(ctx, { limit: 1 })).entries[0];

it("takes an environment's secrets along, and says so in the audit log", async () => {
  const { admin, app, development, staging } = await anApp();
  await database.db.secret.createMany({ data: ["A", "B"].map((key) => aSecret(staging, { key })) });
  await database.db.secret.create({ data: aSecret(development, { key: "KEPT" }) });
  await deleteEnvironment(admin, { id: staging });
  expect(await remaining(app.id)).toEqual(["Development", "Production"]);
  expect(await database.db.secret.count({ where: { environmentId: { in: [development, staging] } } })).toBe(
    1,
  );
  expect(await latest(admin)).toMatchObject({
    action: "environment.deleted",
    subjectId: staging,
    subjectName: "Web shop / Staging",
    detail: { secretsDeleted: 2 },
  });
});

it("takes an app's environments along", async () => {
  const { admin, app, development } = await anApp();
  await database.db.secret.create({ data: aSecret(development, { key: "A" }) });
  await deleteApp(admin, { id: app.id });
  expect(await database.db.app.count({ where: { id: app.id } })).toBe(0);
  expect(await remaining(app.id)).toEqual([]);
  expect(await latest(admin)).toMatchObject({
    action: "app.deleted",
    subjectName: "Web shop",
    detail: { environments: "Development, Staging, Production", secretsDeleted: 1 },
  });
});

describe("a rotating secret", () => {
  it("keeps its environment and its app, and is named", async () => {
    const { organisation, admin, app, staging } = await anApp();
    for (const name of ["One", "Two", "Three", "Four", "Five"])
      await rotatingIn(organisation.id, staging, { name });
    const message =
      "Delete these rotating secrets first: Five, Four, One and 2 more. This revokes their keys.";
    await expect(deleteEnvironment(admin, { id: staging })).rejects.toMatchObject({
      code: "in_use",
      message,
    });
    await expect(deleteApp(admin, { id: app.id })).rejects.toMatchObject({ code: "in_use", message });
    expect(await remaining(app.id)).toEqual(["Development", "Staging", "Production"]);
  });

  it("that is deleted keeps nothing, and its outstanding revocations continue", async () => {
    const { organisation, admin, app, staging } = await anApp();
    const { id, thirdPartyCredentialId } = await rotatingIn(organisation.id, staging, {
      deletedAt: new Date(),
    });
    const settlement = aCredential({ rotatingSecretId: id, thirdPartyCredentialId }, { state: "REVOKING" });
    await database.db.mintedCredential.create({ data: settlement });
    await deleteApp(admin, { id: app.id });
    const rows = await database.db.mintedCredential.findMany({ where: { rotatingSecretId: id } });
    expect(rows).toMatchObject([{ state: "REVOKING" }]);
    expect(await database.db.rotatingSecret.findUnique({ where: { id } })).toMatchObject({
      environmentId: null,
    });
  });

  it("that is being created at that moment keeps it too", async () => {
    const { organisation, admin, staging } = await anApp();
    const root = await database.db.thirdPartyCredential.create({ data: aRoot(organisation.id) });
    const place = {
      organisationId: organisation.id,
      environmentId: staging,
      thirdPartyCredentialId: root.id,
    };
    let deleted: Promise<unknown> = Promise.resolve();
    await database.db.$transaction(async (tx) => {
      await tx.rotatingSecret.create({ data: aRotatingSecret(place) });
      deleted = deleteEnvironment(admin, { id: staging }).catch((error: unknown) => error);
      await untilWaiting(database.db, deleted);
    });
    expect(await deleted).toMatchObject({ code: "in_use" });
  });
});

describe("whatever named the environment", () => {
  it("names the others, and never becomes valid everywhere", async () => {
    const { organisation, admin, development, staging } = await anApp();
    const { db } = database;
    const owner = await organisation.person("owner");
    const tokenFor = async (name: string, environmentIds: string[]) => {
      const input = { name, scopes: ["secrets:read" as const], environmentIds, expiresAt: null };
      return (await insertToken(db, owner, input)).row.id;
    };
    const [one, two] = [await tokenFor("one", [staging]), await tokenFor("two", [development, staging])];
    const only = aRoot(organisation.id, { environmentIds: [staging] });
    const root = await db.thirdPartyCredential.create({ data: only });
    await organisation.person("developer", "no password", [
      { environmentId: staging, role: "viewer" },
      { environmentId: development, role: "viewer" },
    ]);
    await deleteEnvironment(admin, { id: staging });
    const environmentIdsOf = async (id: string) =>
      (await db.serviceToken.findUniqueOrThrow({ where: { id } })).environmentIds;
    expect(await environmentIdsOf(one)).toEqual([staging]);
    expect(await environmentIdsOf(two)).toEqual([development]);
    const kept = await db.thirdPartyCredential.findUniqueOrThrow({ where: { id: root.id } });
    expect(kept.environmentIds).toEqual([staging]);
    const where = { organisationId: organisation.id, role: "developer" as const };
    const { environmentRoles } = await db.member.findFirstOrThrow({ where });
    expect(environmentRoles).toEqual([{ environmentId: development, role: "viewer" }]);
  });
});

it("is for those who manage apps, and knows only those of their organisation", async () => {
  const { organisation, app, staging } = await anApp();
  const developer = await organisation.person("developer");
  const stranger = await (await testOrganisation(services)).person("owner");
  for (const remove of [
    (ctx: EngineCtx) => deleteApp(ctx, { id: app.id }),
    (ctx: EngineCtx) => deleteEnvironment(ctx, { id: staging }),
  ]) {
    await expect(remove(developer)).rejects.toMatchObject({ code: "forbidden" });
    await expect(remove(stranger)).rejects.toMatchObject({ code: "not_found" });
  }
});
