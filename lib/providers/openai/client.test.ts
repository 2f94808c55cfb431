import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { adminClient } from "./client";
import { startAnswering } from "./testing/answering";

let openai: Awaited<ReturnType<typeof startAnswering>>;
beforeEach(async () => {
  openai = await startAnswering();
});
afterEach(async () => {
  vi.unstubAllEnvs();
  await openai.close();
});

const client = () =>
  adminClient({ baseUrl: openai.url, regionalBaseUrl: null, timeoutSeconds: 10 }, () => {}, "sk-admin-1");

it("reads no setting of the SDK's own from the environment", async () => {
  for (const [name, value] of Object.entries({
    OPENAI_BASE_URL: "http://127.0.0.1:1/elsewhere",
    OPENAI_API_KEY: "sk-ambient",
    OPENAI_ADMIN_KEY: "sk-ambient-admin",
    OPENAI_ORG_ID: "org-ambient",
    OPENAI_PROJECT_ID: "proj-ambient",
    OPENAI_LOG: "debug",
  }))
    vi.stubEnv(name, value);
  const built = client();
  expect(built.baseURL).toBe(openai.url);
  expect([built.apiKey, built.adminAPIKey, built.organization, built.project]).toEqual([
    null,
    "sk-admin-1",
    null,
    null,
  ]);
  expect([built.maxRetries, built.logLevel]).toEqual([0, "off"]);
});

it("reads no response to its end that is longer than any of OpenAI's", async () => {
  const body = JSON.stringify({ object: "list", data: [], padding: "x".repeat(2 ** 20) });
  openai.answers({ status: 200, body });
  await expect(client().admin.organization.projects.list()).rejects.toThrow();
  openai.answers({ status: 200, body: JSON.stringify({ object: "list", data: [], has_more: false }) });
  expect((await client().admin.organization.projects.list()).data).toEqual([]);
});

it("follows no redirect, which would send an admin key elsewhere", async () => {
  openai.answers({ status: 307, headers: { location: `${openai.url}/elsewhere` } });
  await expect(client().admin.organization.projects.list()).rejects.toThrow();
  expect(openai.asked).toHaveLength(1);
});
