/** Labels of every kind of resource: created, shown, replaced, filtered by, and covered by the ETag and the audit log. */
import { afterAll, beforeAll, expect, it, vi } from "vitest";
import * as z from "zod";
import { stubSettings } from "@/lib/testing/stub-settings";
import { insertToken } from "@/lib/tokens/insert-token";
import { type TestDatabase, testDatabase } from "@/installation/testing/database";
import { aRoot, aRotatingSecret, aSecret } from "@/proof/harness/builders";
import { callRoute } from "@/proof/harness/call-route";
import { type TestOrganisation, testOrganisation } from "@/proof/harness/organisation";
import { testServices } from "@/proof/harness/test-services";

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
  const input = { name: "labels", scopes: ["admin" as const], expiresAt: null };
  token = (await insertToken(database.db, owner, input)).token;
});
afterAll(async () => {
  Object.assign(globalThis, { phaseServices: undefined });
  vi.unstubAllEnvs();
  await database.drop();
});

const labelled = z.object({ id: z.string(), labels: z.record(z.string(), z.string()) });
type Call = Parameters<typeof callRoute>;

async function call(path: Call[1], options: Call[2], params: Call[3] = {}) {
  const answer = await callRoute(token, path, options, params);
  expect(answer.status, answer.text).toBeLessThan(300);
  return { ...answer, json: JSON.parse(answer.text) as unknown };
}

const LABELS = { team: "billing", tier: "1" };
const CREATED: [path: string, body: object, item: string][] = [
  ["/apps", { name: "Labelled" }, "/apps/{id}"],
  ["/apps/{id}/environments", { name: "Labelled" }, "/environments/{id}"],
  ["/service-tokens", { name: "Labelled", scopes: ["secrets:read"] }, "/service-tokens/{id}"],
  ["/webhooks", { name: "Labelled", url: "https://example.com/" }, "/webhooks/{id}"],
];

/** Inserts the rows directly, because creating these would call the provider. */
async function put(kind: "credential" | "rotating"): Promise<string> {
  const root = aRoot(organisation.id, { labels: ["team:billing", "tier:1"] });
  await database.db.thirdPartyCredential.create({ data: root });
  if (kind === "credential") return root.id;
  const place = { organisationId: organisation.id, environmentId: organisation.development };
  const secret = aRotatingSecret(
    { ...place, thirdPartyCredentialId: root.id },
    { name: "Labelled", labels: ["team:billing", "tier:1"] },
  );
  await database.db.rotatingSecret.create({ data: secret });
  const output = { key: "LABELLED", rotatingSecretId: secret.id, output: "api_key" as const };
  await database.db.secret.create({ data: aSecret(organisation.development, output) });
  return secret.id;
}

async function created(collection: string, body: object): Promise<string> {
  const made = await call(
    collection,
    { method: "POST", body: { ...body, labels: LABELS } },
    { id: organisation.app.id },
  );
  const { id, labels } = labelled.parse(made.json);
  expect(labels).toEqual(LABELS);
  return id;
}

it.each([
  ...CREATED.map(([collection, body, item]) => [item, () => created(collection, body)] as const),
  ["/third-party-credentials/{id}", () => put("credential")] as const,
  ["/rotating-secrets/{id}", () => put("rotating")] as const,
])("%s shows its labels, and an edit replaces all of them", async (item, make) => {
  const id = await make();
  const before = await call(item, {}, { id });
  expect(labelled.parse(before.json).labels).toEqual(LABELS);
  const labels = { team: "search" };
  const after = await call(item, { method: "PATCH", body: { labels } }, { id });
  expect(labelled.parse(after.json).labels).toEqual(labels);
  expect(after.headers.get("etag")).not.toBe(before.headers.get("etag"));
  const [last] = await database.db.auditEntry.findMany({ where: { subjectId: id }, orderBy: { id: "desc" } });
  expect(last?.detail).toMatchObject({
    changes: [
      { field: "labels.team", before: "billing", after: "search" },
      { field: "labels.tier", before: "1", after: null },
    ],
  });
  // Like every edit, GET's response with a change.
  const { labels: none } = labelled.parse(
    (await call(item, { method: "PATCH", body: { ...(after.json as object), labels: {} } }, { id })).json,
  );
  expect(none).toEqual({});
});

it.each([
  "/apps",
  "/service-tokens",
  "/webhooks",
  "/third-party-credentials",
  "/rotating-secrets",
  "/environments/{id}/rotating-secrets",
])("%s lists those with all the labels", async (path) => {
  const { db } = database;
  const found = async (query: string) => {
    const { json } = await call(path, { query }, { id: organisation.development });
    const items = Object.values(z.looseObject({}).parse(json)).find((value) => Array.isArray(value));
    return z
      .array(labelled)
      .parse(items)
      .map(({ labels }) => labels);
  };
  const labels = ["team:ops", "tier:2"];
  const { id: organisationId } = organisation;
  await db.app.updateMany({ where: { name: "Labelled" }, data: { labels } });
  await db.serviceToken.updateMany({ where: { name: "Labelled" }, data: { labels } });
  await db.webhookEndpoint.updateMany({ data: { labels } });
  await db.thirdPartyCredential.updateMany({ where: { organisationId }, data: { labels } });
  await db.rotatingSecret.updateMany({ where: { organisationId }, data: { labels } });
  const all = { team: "ops", tier: "2" };
  expect(new Set((await found("?label=team:ops")).map((one) => JSON.stringify(one)))).toEqual(
    new Set([JSON.stringify(all)]),
  );
  expect((await found("?label=team:ops&label=tier:2")).length).toBeGreaterThan(0);
  expect(await found("?label=team:ops&label=tier:1")).toEqual([]);
  expect(await found("?label=team:op")).toEqual([]);
  const wrong = await callRoute(token, path, { query: "?label=team" }, { id: organisation.development });
  expect(wrong.status).toBe(400);
});
