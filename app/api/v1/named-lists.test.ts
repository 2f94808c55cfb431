/** Every list of named items can be filtered by exact name. */
import { afterAll, beforeAll, expect, it, vi } from "vitest";
import * as z from "zod";
import { createApp } from "@/lib/apps/create-app";
import { createWebhook } from "@/lib/notifications/create-webhook";
import { stubSettings } from "@/lib/testing/stub-settings";
import { insertToken } from "@/lib/tokens/insert-token";
import { type TestDatabase, testDatabase } from "@/installation/testing/database";
import { aRoot, aRotatingSecret } from "@/proof/harness/builders";
import { callRoute } from "@/proof/harness/call-route";
import { type TestOrganisation, testOrganisation } from "@/proof/harness/organisation";
import { testServices } from "@/proof/harness/test-services";
import { ROUTES } from "./openapi.json/routes";

const NAME = "Ada & co";
/** For each kind, one item has the name, and others have similar ones. */
const NAMES = [NAME, "ada & co", "Ada & co ", "Ada"];

let database: TestDatabase;
let organisation: TestOrganisation;
let token: string;

beforeAll(async () => {
  stubSettings({ secret: "a secret for this suite, long enough" });
  database = await testDatabase({ as: "program" });
  const services = testServices(database.db);
  Object.assign(globalThis, { phaseServices: Promise.resolve(services) });
  organisation = await testOrganisation(services);
  const owner = await organisation.person("owner");
  const { db } = database;
  for (const name of NAMES) {
    const made = await insertToken(db, owner, { name, scopes: ["admin"], expiresAt: null });
    token = made.token;
    await createApp(owner, { name });
    const url = "https://example.com/";
    await createWebhook(owner, { name, url, format: "standard", types: [] });
    const root = await db.thirdPartyCredential.create({ data: aRoot(organisation.id, { name }) });
    const place = { organisationId: organisation.id, thirdPartyCredentialId: root.id };
    for (const environmentId of [organisation.development, organisation.production])
      await db.rotatingSecret.create({ data: aRotatingSecret({ ...place, environmentId }, { name }) });
  }
});
afterAll(async () => {
  Object.assign(globalThis, { phaseServices: undefined });
  vi.unstubAllEnvs();
  await database.drop();
});

const named = Object.entries(ROUTES).filter(([, { GET }]) => {
  const query = GET?.spec.query;
  return query instanceof z.ZodObject && "name" in query.shape;
});

async function names(path: string, name: string): Promise<string[]> {
  const query = `?name=${encodeURIComponent(name)}`;
  const answer = await callRoute(token, path, { query }, { id: organisation.development });
  expect(answer.status).toBe(200);
  const lists = z.record(z.string(), z.unknown()).parse(JSON.parse(answer.text));
  const items = Object.values(lists).find((list) => Array.isArray(list));
  return z
    .array(z.object({ name: z.string() }))
    .parse(items)
    .map((item) => item.name);
}

it("are these", () => {
  expect(named.map(([path]) => path)).toEqual([
    "/apps",
    "/environments/{id}/rotating-secrets",
    "/rotating-secrets",
    "/service-tokens",
    "/third-party-credentials",
    "/webhooks",
  ]);
});

it.each(named.map(([path]) => path))("GET %s returns exact matches of a name", async (path) => {
  expect(await names(path, NAME)).toEqual(path === "/rotating-secrets" ? [NAME, NAME] : [NAME]);
  expect(await names(path, "Ad")).toEqual([]);
});
