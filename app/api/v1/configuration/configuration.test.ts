/** The configuration as a file, over the API's own routes. */
import { afterAll, beforeAll, expect, it, vi } from "vitest";
import { planSchema } from "@/lib/api/configuration";
import { errorSchema } from "@/lib/api/common";
import { stubSettings } from "@/lib/testing/stub-settings";
import { insertToken } from "@/lib/tokens/insert-token";
import { type TestDatabase, testDatabase } from "@/installation/testing/database";
import { callRoute, type Sent } from "@/proof/harness/call-route";
import { testOrganisation } from "@/proof/harness/organisation";
import { testServices } from "@/proof/harness/test-services";

const PATH = "/configuration";
let database: TestDatabase;
let token: string;

beforeAll(async () => {
  stubSettings();
  database = await testDatabase({ as: "program" });
  const services = testServices(database.db);
  Object.assign(globalThis, { phaseServices: Promise.resolve(services) });
  const owner = await (await testOrganisation(services)).person("owner");
  ({ token } = await insertToken(database.db, owner, { name: "suite", scopes: ["admin"], expiresAt: null }));
});
afterAll(async () => {
  Object.assign(globalThis, { phaseServices: undefined });
  vi.unstubAllEnvs();
  await database.drop();
});

const call = (sent?: Sent) => callRoute(token, PATH, sent);
const post = (body: object, query = "", headers = {}) => call({ method: "POST", body, query, headers });
const export_ = async () => (await call()).text;

it("exports what can be applied again, with the address of its schema", async () => {
  const answer = await call();
  expect(answer.headers.get("content-type")).toBe("application/yaml; charset=utf-8");
  expect(answer.headers.get("cache-control")).toBe("no-store");
  const [, address] = /^# yaml-language-server: \$schema=(\S+)\n/.exec(answer.text) ?? [];
  expect(address).toBe("https://phase.example.com/api/v1/configuration/schema");
  const plan = await post({ file: answer.text, prune: true }, "?dryRun=true");
  expect(planSchema.parse(JSON.parse(plan.text))).toMatchObject({ steps: [], needed: [], applied: [] });
});

it("serves the schema without a login", async () => {
  const answer = await callRoute("none", `${PATH}/schema`, { headers: { authorization: "" } });
  expect(answer.status).toBe(200);
  expect(JSON.parse(answer.text)).toMatchObject({ type: "object", required: ["version"] });
});

it("shows a plan, applies exactly this one, and once per Idempotency-Key", async () => {
  const body = { file: "version: 1\nserviceTokens:\n  suite: {scopes: [admin]}\n  ci: {scopes: [admin]}\n" };
  const before = await export_();
  const { plan } = planSchema.parse(JSON.parse((await post(body, "?dryRun=true")).text));
  expect(await export_()).toBe(before);
  const stale = await post({ ...body, plan: "another" });
  expect([stale.status, errorSchema.parse(JSON.parse(stale.text)).error.code]).toEqual([409, "stale"]);
  const headers = { "idempotency-key": "apply-1" };
  const first = await post({ ...body, plan }, "", headers);
  const again = await post({ ...body, plan }, "", headers);
  expect(again.text).toBe(first.text);
  const [step] = planSchema.parse(JSON.parse(first.text)).applied;
  expect(step?.text).toMatch(/^phs_/);
  expect(JSON.parse((await post(body)).text)).toMatchObject({ steps: [], applied: [] });
});

it("names the line of what is wrong, and refuses a file that is too large", async () => {
  const wrong = errorSchema.parse(JSON.parse((await post({ file: "version: 1\napp: {}\n" })).text));
  expect(wrong.error.issues).toEqual([
    { path: "app", message: 'Line 2: Unknown field. Did you mean "apps"?' },
  ]);
  expect((await post({ file: "x".repeat(262_145) })).status).toBe(400);
  expect((await post({ file: "x".repeat(1_000_000) })).status).toBe(413);
  const values = JSON.parse('{"__proto__": "x", "env:A": "y"}') as object;
  expect((await post({ file: "version: 1", values })).status).toBe(200);
});
