import { randomUUID } from "node:crypto";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
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

test("list shows each one's state, in every environment or one, and steers no terminal", async () => {
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
])("$args requests it and shows the state", async ({ args, action, body }) => {
  const { code, stdout } = await phase(...args);
  expect(code).toBe(0);
  expect(stdout).toContain("paused (failure), failed, next rotation 2026-01-01T01:00:00.000Z\n");
  expect(stdout).toContain("last failure: Provider authentication failed.\n");
  const [asked] = server.requests;
  expect(asked).toMatchObject({ method: "POST", path: `/rotating-secrets/${ID}/${action}`, body });
});

test("a name is looked up in the environments that the token can see", async () => {
  server.rotatingSecrets = [{ ...ROTATING_SECRET, name: "OpenAI prod" }];
  expect((await phase("pause", "openai PROD")).code).toBe(0);
  expect(server.requests.map(({ path }) => path)).toEqual([
    "/rotating-secrets?name=openai+PROD",
    "/rotating-secrets",
    "/apps",
    `/rotating-secrets/${ID}/pause`,
  ]);
});

test("an exact name costs one request, however many secrets exist", async () => {
  server.rotatingSecrets = [{ ...ROTATING_SECRET, name: "OpenAI prod" }];
  expect((await phase("pause", "OpenAI prod")).code).toBe(0);
  expect(server.requests.map(({ path }) => path)).toEqual([
    "/rotating-secrets?name=OpenAI+prod",
    `/rotating-secrets/${ID}/pause`,
  ]);
});

test("an unknown or ambiguous name is answered with the candidates", async () => {
  const none = await phase("pause", "../apps");
  expect(none.code).toBe(1);
  expect(none.stderr).toContain(`No rotating secret named "../apps". The token sees:\n  ${ID}  OpenAI`);
  const twin = randomUUID();
  server.rotatingSecrets = [ROTATING_SECRET, { ...ROTATING_SECRET, id: twin }].map((secret) => ({
    ...secret,
    name: "twin",
  }));
  const several = await phase("rotate", "twin");
  expect(several.stderr).toContain(
    `Several are named "twin". Use an ID:\n  ${ID}  twin  shop/Production\n  ${twin}  twin  shop/Production\n`,
  );
  expect(server.requests.every(({ method }) => method === "GET")).toBe(true);
});

describe("rotate --wait", () => {
  const path = `/rotating-secrets/${ID}`;
  const active = (id: string) => ({ credentials: [{ id, status: "active" }], nextCursor: null });
  const healthy = {
    ...ROTATING_SECRET,
    state: "active",
    pauseReason: null,
    health: "healthy",
    lastFailure: null,
  };
  /** The server's responses after the rotation was requested. */
  const afterwards = (secret: unknown, credential: string) =>
    server.on("request", (asked) => {
      if (asked !== `${path}/rotate`) return;
      server.answers.set(`GET ${path}`, secret);
      server.answers.set(`GET ${path}/credentials?limit=10`, active(credential));
    });
  beforeEach(() => {
    server.answers.set(`GET ${path}`, healthy);
    server.answers.set(`POST ${path}/rotate`, { ...healthy, rotating: true });
    server.answers.set(`GET ${path}/credentials?limit=10`, active("one"));
  });

  test("exits once the new key is current", async () => {
    afterwards(healthy, "two");
    const { code, stdout } = await phase("rotate", ID, "--wait");
    expect(code).toBe(0);
    expect(stdout).toContain("active, healthy, next rotation");
  });

  test("fails with the rotation", async () => {
    const lastFailure = {
      at: "2026-02-02T00:00:00.000Z",
      code: "provider_unavailable",
      message: "OpenAI is away.",
    };
    afterwards({ ...healthy, lastFailure }, "one");
    const { code, stderr } = await phase("rotate", ID, "--wait");
    expect({ code, stderr }).toEqual({ code: 1, stderr: "phase: The rotation failed: OpenAI is away.\n" });
  });

  test("exits with 124 when the time is over", async () => {
    const { code, stderr } = await phase("rotate", ID, "--wait", "--timeout", "0");
    expect(code).toBe(124);
    expect(stderr).toContain("Phase continues it");
  });
});

test("now and keep the schedule exclude each other", async () => {
  expect((await phase("resume", ID, "--now", "--keep-schedule")).code).toBe(2);
});
