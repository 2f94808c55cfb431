import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, expect, it } from "vitest";
import { listAudit } from "@/lib/audit-log/list-audit";
import type { EngineCtx, EngineServices } from "@/lib/rotation/services";
import { type TestDatabase, testDatabase } from "@/installation/testing/database";
import { testOrganisation } from "@/proof/harness/organisation";
import { testServices } from "@/proof/harness/test-services";
import { createApp } from "./create-app";
import { createEnvironment } from "./create-environment";
import { listApps } from "./list-apps";
import { updateEnvironment } from "./update-environment";
import { updateApp } from "./update-app";

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
  return { organisation, admin, app: await createApp(admin, { name: "Web shop" }) };
}

const latest = async (ctx: EngineCtx) => (await listAudit(ctx, { limit: 1 })).entries[0];

async function environmentNames(ctx: EngineCtx, id: string): Promise<string[] | undefined> {
  const { apps } = await listApps(ctx);
  return apps.find((app) => app.id === id)?.environments.map(({ name }) => name);
}

it("renames an app, records it in the audit log, and refuses a taken name", async () => {
  const { admin, app } = await anApp();
  await createApp(admin, { name: "Other" });
  expect(await updateApp(admin, { id: app.id, name: "Store" })).toEqual({ ...app, name: "Store" });
  expect(await latest(admin)).toMatchObject({
    action: "app.updated",
    subjectName: "Store",
    detail: { changes: [{ field: "name", before: "Web shop", after: "Store" }] },
  });
  await expect(updateApp(admin, { id: app.id, name: "Other" })).rejects.toMatchObject({
    code: "name_exists",
  });
});

it("adds an environment last, and moves it", async () => {
  const { admin, app } = await anApp();
  const preview = await createEnvironment(admin, { appId: app.id, name: "Preview" });
  expect(await latest(admin)).toMatchObject({
    action: "environment.created",
    subjectName: "Web shop / Preview",
  });
  expect(await environmentNames(admin, app.id)).toEqual(["Development", "Staging", "Production", "Preview"]);
  const order = [preview.id, ...app.environments.map(({ id }) => id)];
  await updateApp(admin, { id: app.id, environmentIds: order });
  expect(await environmentNames(admin, app.id)).toEqual(["Preview", "Development", "Staging", "Production"]);
});

it("refuses an order that omits an environment, repeats one, or includes another app's", async () => {
  const { admin, app } = await anApp();
  const other = await createApp(admin, { name: "Other" });
  const [first = "", second = "", third = ""] = app.environments.map(({ id }) => id);
  const foreign = other.environments[0]?.id ?? "";
  for (const environmentIds of [
    [first, second],
    [first, second, second],
    [first, second, third, first],
    [first, second, foreign],
  ]) {
    const refused = updateApp(admin, { id: app.id, environmentIds });
    await expect(refused).rejects.toMatchObject({ code: "invalid_input" });
  }
  expect(await environmentNames(admin, app.id)).toEqual(["Development", "Staging", "Production"]);
});

it("renames an environment, and refuses the name of another in its app", async () => {
  const { admin, app } = await anApp();
  const id = app.environments[1]?.id ?? "";
  await updateEnvironment(admin, { id, name: "Test" });
  expect(await environmentNames(admin, app.id)).toEqual(["Development", "Test", "Production"]);
  expect(await latest(admin)).toMatchObject({
    action: "environment.updated",
    subjectName: "Web shop / Test",
  });
  const taken = updateEnvironment(admin, { id, name: "Production" });
  await expect(taken).rejects.toMatchObject({ code: "name_exists" });
});

it("records nothing if nothing changes", async () => {
  const { admin, app } = await anApp();
  const { id = "", name = "" } = app.environments[0] ?? {};
  const before = await latest(admin);
  await updateApp(admin, { id: app.id, name: app.name });
  await updateEnvironment(admin, { id, name });
  expect(await latest(admin)).toEqual(before);
});

it("is only for members who manage apps, and only for their organisation's", async () => {
  const { organisation, app } = await anApp();
  const developer = await organisation.person("developer");
  const stranger = await (await testOrganisation(services)).person("owner");
  const id = app.environments[0]?.id ?? "";
  for (const change of [
    (ctx: EngineCtx) => updateApp(ctx, { id: app.id, name: randomUUID() }),
    (ctx: EngineCtx) => createEnvironment(ctx, { appId: app.id, name: randomUUID() }),
    (ctx: EngineCtx) => updateEnvironment(ctx, { id, name: randomUUID() }),
  ]) {
    await expect(change(developer)).rejects.toMatchObject({ code: "forbidden" });
    await expect(change(stranger)).rejects.toMatchObject({ code: "not_found" });
  }
});
