import { randomUUID } from "node:crypto";
import { afterEach, beforeEach, expect, test } from "vitest";
import { aRotatingSecret } from "@/components/rotation/rotating-secret.fixture";
import { runCli } from "./testing/cli-process";
import { ENVIRONMENT_ID, FakeServer } from "./testing/fake-server";

const ID = randomUUID();
const ROTATING_SECRET = aRotatingSecret({
  id: ID,
  name: "OpenAI \u001b[31mprod",
  environmentId: ENVIRONMENT_ID,
  state: "paused",
  pauseReason: "failure",
  health: "failed",
  lastFailure: {
    at: "2026-01-01T00:00:00.000Z",
    code: "provider_auth_failed",
    message: "Provider authentication failed.",
  },
  nextRotationAt: "2026-01-01T01:00:00.000Z",
});

let server: FakeServer;
beforeEach(async () => {
  server = await new FakeServer().start();
  server.rotatingSecrets = [ROTATING_SECRET];
});
afterEach(() => server.stop());

const phase = (...args: string[]) => runCli(["rotating-secrets", ...args], { host: server.url });

test("list shows how each stands, in every environment or one, and steers no terminal", async () => {
  const everywhere = await phase("list");
  expect(everywhere.stdout).toMatch(/^ID +NAME +ENVIRONMENT +HEALTH +STATE +NEXT ROTATION\n/);
  expect(everywhere.stdout).toContain(
    "shop/Production  failed  paused (failure)  2026-01-01T01:00:00.000Z\n",
  );
  expect(everywhere.stdout).not.toContain("\u001b");
  expect((await phase("list", "--env", "shop/Production")).stdout).toBe(everywhere.stdout);
  const { stdout } = await phase("list", "--json");
  expect(JSON.parse(stdout)).toEqual({
    rotatingSecrets: [{ ...ROTATING_SECRET, environment: "shop/Production" }],
  });
});

test.each([
  { args: ["rotate", ID], action: "rotate", body: '{"mode":"graceful"}' },
  { args: ["rotate", ID, "--break-glass"], action: "rotate", body: '{"mode":"break_glass"}' },
  { args: ["pause", ID], action: "pause", body: "" },
  { args: ["resume", ID], action: "resume", body: "{}" },
  { args: ["resume", ID, "--now"], action: "resume", body: '{"when":"now"}' },
  { args: ["resume", ID, "--keep-schedule"], action: "resume", body: '{"when":"keep_schedule"}' },
])("$args asks for it and tells how it stands", async ({ args, action, body }) => {
  const { code, stdout } = await phase(...args);
  expect(code).toBe(0);
  expect(stdout).toContain("paused (failure), failed, next rotation 2026-01-01T01:00:00.000Z\n");
  expect(stdout).toContain("last failure: Provider authentication failed.\n");
  const [asked] = server.requests;
  expect(asked).toMatchObject({ method: "POST", path: `/rotating-secrets/${ID}/${action}`, body });
});

test("an id that is none can't leave its place in the path", async () => {
  const { code } = await phase("pause", "../apps");
  expect(code).toBe(1);
  expect(server.requests[0]?.path).toBe("/rotating-secrets/..%2Fapps/pause");
});

test("now and keep the schedule don't go together", async () => {
  expect((await phase("resume", ID, "--now", "--keep-schedule")).code).toBe(2);
});
