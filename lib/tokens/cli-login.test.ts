import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, beforeEach, expect, it } from "vitest";
import { readCliLoginSchema, startCliLoginSchema } from "@/lib/api/cli-logins";
import { type TestDatabase, testDatabase } from "@/installation/testing/database";
import { TEST_ORIGIN, type TestOrganisation, testOrganisation } from "@/proof/harness/organisation";
import { untilWaiting } from "@/proof/harness/until-waiting";
import { testServices } from "@/proof/harness/test-services";
import { approveCliLogin, denyCliLogin, getCliLogin, readCliLogin, startCliLogin } from "./cli-login";
import { findToken } from "./find-token-actor";
import { newStoredText } from "./token-text";

let database: TestDatabase;
let organisation: TestOrganisation;
let admin: Awaited<ReturnType<TestOrganisation["person"]>>;
beforeAll(async () => {
  database = await testDatabase({ as: "program" });
  organisation = await testOrganisation(testServices(database.db));
  admin = await organisation.person("admin");
});
afterAll(() => database.drop());

const anyone = () => ({ db: database.db, origin: TEST_ORIGIN });
let token: string;
let login: Awaited<ReturnType<typeof startCliLogin>>;
const start = async () => {
  const { token: text, ...stored } = newStoredText();
  token = text;
  return await startCliLogin(anyone(), startCliLoginSchema.parse({ name: "phase on laptop", ...stored }));
};
beforeEach(async () => {
  login = await start();
});

const works = async (text: string) => (await findToken(database.db, text, null)) !== null;
const grant = () => ({ code: login.code, name: randomUUID(), scopes: ["secrets:read" as const] });
const noCode = { code: "not_found" };

it("gives the command line the access that a member chose, and stores only a hash", async () => {
  expect(await getCliLogin(anyone(), login)).toEqual({ state: "waiting" });
  expect(await readCliLogin(admin, login)).toMatchObject({ name: "phase on laptop", ip: TEST_ORIGIN.ip });
  expect(await works(token)).toBe(false);
  const environmentIds = [organisation.development];
  const made = await approveCliLogin(admin, { ...grant(), environmentIds });
  expect(made).toMatchObject({ environmentIds, scopes: ["secrets:read"], answersTo: admin.actor.userId });
  expect(await getCliLogin(anyone(), login)).toEqual({ state: "approved" });
  expect(await works(token)).toBe(true);
  const rows = [await database.db.cliLogin.findMany(), await database.db.serviceToken.findMany()];
  expect(JSON.stringify(rows)).not.toContain(token);
  const entry = { action: "service_token.created", subjectId: made.id, actorId: admin.actor.userId };
  expect(await database.db.auditEntry.count({ where: entry })).toBe(1);
});

it("gives no access if it is denied, and is decided only once", async () => {
  await denyCliLogin(admin, login);
  expect(await getCliLogin(anyone(), login)).toEqual({ state: "denied" });
  await expect(approveCliLogin(admin, grant())).rejects.toMatchObject(noCode);
  await expect(denyCliLogin(admin, login)).rejects.toMatchObject(noCode);
  expect(await works(token)).toBe(false);
});

it("is decided by the first of two simultaneous decisions", async () => {
  const { approving } = await database.db.$transaction(async (tx) => {
    await tx.cliLogin.update({ where: { id: login.id }, data: { approved: false } });
    // The approval has read the row before the other decision.
    const late = approveCliLogin(admin, grant()).catch((error: unknown) => error);
    await untilWaiting(database.db, late);
    return { approving: late };
  });
  expect(await approving).toMatchObject(noCode);
  expect(await works(token)).toBe(false);
});

it("expires after ten minutes, and then leaves the table", async () => {
  expect(Date.parse(login.expiresAt) - Date.now()).toBeGreaterThan(9.9 * 60_000);
  expect(Date.parse(login.expiresAt) - Date.now()).toBeLessThan(10.1 * 60_000);
  await database.db.$executeRaw`UPDATE cli_login SET expires_at = now() WHERE id = ${login.id}::uuid`;
  await expect(getCliLogin(anyone(), login)).rejects.toMatchObject(noCode);
  await expect(readCliLogin(admin, login)).rejects.toMatchObject(noCode);
  await expect(approveCliLogin(admin, grant())).rejects.toMatchObject(noCode);
  await start();
  expect(await database.db.cliLogin.count({ where: { id: login.id } })).toBe(0);
});

it("keeps waiting after a failed approval, such as one with a name that is taken", async () => {
  const taken = { ...grant(), name: "laptop" };
  await approveCliLogin(admin, taken);
  login = await start();
  await expect(approveCliLogin(admin, { ...grant(), name: "laptop" })).rejects.toMatchObject({
    code: "name_exists",
  });
  expect(await getCliLogin(anyone(), login)).toEqual({ state: "waiting" });
  await approveCliLogin(admin, grant());
  expect(await works(token)).toBe(true);
});

it("is approved by people who may create tokens, never by a program", async () => {
  const developer = await organisation.person("developer");
  for (const who of [developer, organisation.token(["admin"])]) {
    await expect(readCliLogin(who, login)).rejects.toMatchObject({ code: "forbidden" });
    await expect(approveCliLogin(who, grant())).rejects.toMatchObject({ code: "forbidden" });
    await expect(denyCliLogin(who, login)).rejects.toMatchObject({ code: "forbidden" });
  }
});

it("creates no second token with the text of an existing one", async () => {
  await approveCliLogin(admin, grant());
  const { tokenHash, tokenHint } = await database.db.cliLogin.findUniqueOrThrow({ where: { id: login.id } });
  login = await startCliLogin(anyone(), { name: "copy", tokenHash, tokenHint });
  await expect(approveCliLogin(admin, grant())).rejects.toMatchObject({ code: "conflict" });
});

it("accepts a code as people type it, and names of one readable line", () => {
  for (const typed of ["BCDF-GHJK", "bcdfghjk", " bcdf ghjk ", "B-C-D-F-G-H-J-K"]) {
    expect(readCliLoginSchema.parse({ code: typed })).toEqual({ code: "BCDF-GHJK" });
  }
  expect(readCliLoginSchema.safeParse({ code: "BCDF" }).success).toBe(false);
  const { token: _, ...stored } = newStoredText();
  expect(startCliLoginSchema.safeParse({ name: "a\nb", ...stored }).success).toBe(false);
  expect(startCliLoginSchema.safeParse({ name: "a", ...stored, tokenHint: token }).success).toBe(false);
});
