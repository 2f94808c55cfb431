import { stubSettings } from "@/lib/testing/stub-settings";
import { encode } from "next-auth/jwt";
import { afterAll, beforeAll, expect, it, vi } from "vitest";
import { testServices } from "@/proof/harness/test-services";
import { insertToken } from "@/lib/tokens/insert-token";
import { type TestDatabase, testDatabase } from "@/installation/testing/database";
import { callerOf } from "./request-actor";
import { testOrganisation } from "@/proof/harness/organisation";

const SECRET = "a secret for this suite, long enough";

let database: TestDatabase;
let token: string;
let cookie: string;

beforeAll(async () => {
  stubSettings({ secret: SECRET });
  database = await testDatabase();
  const owner = await (await testOrganisation(testServices(database.db))).person("owner");
  token = (await insertToken(database.db, owner, { name: "suite", scopes: ["admin"], expiresAt: null }))
    .token;
  const jwt = await encode({ token: { sessionToken: owner.sessionToken }, secret: SECRET });
  cookie = `__Host-next-auth.session-token=${jwt}`;
});

afterAll(async () => {
  vi.unstubAllEnvs();
  await database.drop();
});

const kindOf = async (headers: Record<string, string>) =>
  (await callerOf(database.db, new Request("http://localhost/", { headers })))?.actor.kind ?? null;

it.each([
  ["basic auth", "Basic YTpi"],
  ["an identity provider's token", "Bearer eyJhbGciOiJSUzI1NiJ9.e30.c2ln"],
  ["a scheme alone", "Bearer"],
  ["a Kerberos ticket", "Negotiate YII="],
])(
  "takes %s for a reverse proxy's own: the session cookie counts, or nothing",
  async (_name, authorization) => {
    expect(await kindOf({ authorization, cookie })).toBe("user");
    expect(await kindOf({ authorization })).toBeNull();
  },
);

it("prefers a service token over the cookie", async () => {
  expect(await kindOf({ authorization: `Bearer ${token}`, cookie })).toBe("token");
  expect(await kindOf({ authorization: ` bearer  ${token} `, cookie })).toBe("token");
});

it.each([`Bearer phs_${"A".repeat(49)}`, "Bearer phs_", "bearer phs_cut-off"])(
  "refuses %s rather than fall back to the cookie",
  async (authorization) => {
    await expect(kindOf({ authorization, cookie })).rejects.toMatchObject({ code: "unauthenticated" });
  },
);

it("accepts no cookie that occurs twice, because one of the two is someone else's", async () => {
  expect(await kindOf({ cookie })).toBe("user");
  expect(await kindOf({ cookie: `${cookie}; ${cookie}` })).toBeNull();
  expect(await kindOf({ cookie: cookie.replace("__Host-", "") })).toBeNull();
});

it("renews no session for background requests of an open page", async () => {
  const seen = new Date(Date.now() - 20 * 60_000);
  await database.db.session.updateMany({ data: { lastSeenAt: seen } });
  await kindOf({ cookie, "x-phase-background": "1" });
  expect((await database.db.session.findFirstOrThrow()).lastSeenAt).toEqual(seen);
  await kindOf({ cookie });
  expect((await database.db.session.findFirstOrThrow()).lastSeenAt > seen).toBe(true);
});
