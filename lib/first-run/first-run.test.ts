import { stubSettings } from "@/lib/testing/stub-settings";
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { TEST_ORIGIN } from "@/proof/harness/organisation";
import { testServices } from "@/proof/harness/test-services";
import { findTokenActor } from "@/lib/tokens/find-token-actor";
import { ensureInstance } from "@/lib/instance/instance";
import { type TestDatabase, testDatabase } from "@/installation/testing/database";
import { bootstrap } from "./bootstrap";
import { ownerExists } from "./create-owner";
import { setUp } from "./set-up";
import { isSetupCode, renewSetupCode, setupCode } from "./setup-code";

let database: TestDatabase;

beforeEach(async () => {
  stubSettings({ origin: "http://localhost:3000" });
  database = await testDatabase();
  await ensureInstance(database.db, testServices(database.db).keyring);
});

afterEach(async () => {
  vi.unstubAllEnvs();
  await database.drop();
});

const owner = {
  email: "owner@example.com",
  name: "Olga",
  password: "seven green bicycles",
  organisationName: "Acme",
};
const ctx = () => ({ db: database.db, origin: TEST_ORIGIN });

async function rightCode(): Promise<string> {
  const code = await setupCode(database.db);
  if (code === null) throw new Error("There is no setup code.");
  return code;
}

it("creates the owner for anyone who types the code, in any case and with any spaces", async () => {
  const code = await rightCode();
  expect(code).toMatch(/^([0-9A-HJKMNP-TV-Z]{4}-){3}[0-9A-HJKMNP-TV-Z]{4}$/);
  expect(await rightCode()).toBe(code);
  await setUp(ctx(), { ...owner, code: ` ${code.toLowerCase().replaceAll("-", " ")}` });
  expect(await ownerExists(database.db)).toBe(true);
  expect(await setupCode(database.db)).toBeNull();
  await expect(setUp(ctx(), { ...owner, code })).rejects.toMatchObject({ code: "owner_exists" });
  const [entry] = await database.db.auditEntry.findMany();
  expect(entry).toMatchObject({ action: "organisation.created", actor: "user:owner@example.com" });
});

it("creates nothing with another code, or another installation's", async () => {
  const code = await rightCode();
  const wrong = (code.startsWith("A") ? "B" : "A") + code.slice(1);
  expect(isSetupCode(wrong, code)).toBe(false);
  await expect(setUp(ctx(), { ...owner, code: wrong })).rejects.toMatchObject({
    details: { issues: [{ path: "code" }] },
  });
  expect(await setupCode(database.db, "another installation's secret, as long")).not.toBe(code);
  expect(await ownerExists(database.db)).toBe(false);
});

it.each(["passwordpassword", "123456789012", "aaaaaaaaaaaaaaa", "Owner@Example.com"])(
  "refuses the password %s",
  async (password) => {
    const attempt = setUp(ctx(), { ...owner, password, code: await rightCode() });
    await expect(attempt).rejects.toMatchObject({ details: { issues: [{ path: "password" }] } });
    expect(await ownerExists(database.db)).toBe(false);
  },
);

it("bootstraps owner, app and admin token", async () => {
  const made = await bootstrap(database.db, { email: " Owner@Example.com ", password: owner.password });
  expect(made.apps).toHaveLength(1);
  expect(made.apps[0]?.environments.map(({ name }) => name)).toEqual([
    "Development",
    "Staging",
    "Production",
  ]);
  expect(await findTokenActor(database.db, made.token, null)).toMatchObject({
    organisationId: made.organisationId,
    scopes: ["admin"],
    environmentIds: [],
  });
  expect(await database.db.user.findMany()).toMatchObject([{ email: "owner@example.com" }]);
});

it("creates one owner if several ask at the same time", async () => {
  const code = await rightCode();
  const attempts = await Promise.allSettled([
    bootstrap(database.db, { email: "a@example.com", password: owner.password }),
    bootstrap(database.db, { email: "b@example.com", password: owner.password }),
    setUp(ctx(), { ...owner, code }),
  ]);
  expect(attempts.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
  for (const attempt of attempts) {
    if (attempt.status === "rejected") expect(attempt.reason).toMatchObject({ code: "owner_exists" });
  }
  expect(await database.db.organisation.count()).toBe(1);
  expect(await database.db.user.count()).toBe(1);
  expect(await database.db.serviceToken.count()).toBeLessThanOrEqual(1);
});

it("generates another setup code at each start, and accepts only the newest", async () => {
  const first = await renewSetupCode(database.db);
  const second = await renewSetupCode(database.db);
  expect(second).not.toBe(first);
  expect(await rightCode()).toBe(second);
  await expect(setUp(ctx(), { ...owner, code: first ?? "" })).rejects.toMatchObject({
    details: { issues: [{ path: "code" }] },
  });
  await setUp(ctx(), { ...owner, code: second ?? "" });
  expect(await renewSetupCode(database.db)).toBeNull();
});
