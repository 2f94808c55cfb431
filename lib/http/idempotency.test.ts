import { createHash, randomUUID } from "node:crypto";
import { afterAll, beforeAll, expect, it } from "vitest";
import { testOrganisation } from "@/proof/harness/organisation";
import { testServices } from "@/proof/harness/test-services";
import type { Ctx } from "@/lib/access/context";
import { DomainError } from "@/lib/errors";
import { type TestDatabase, testDatabase } from "@/installation/testing/database";
import { purgeIdempotencyKeys } from "@/lib/requests/idempotency-keys";
import { onlyOnce as onlyOnceOf } from "./idempotency";

let database: TestDatabase;
let ctx: Ctx;

beforeAll(async () => {
  database = await testDatabase();
  ctx = await (await testOrganisation(testServices(database.db))).person("owner");
});

afterAll(async () => {
  await database.drop();
});

const ADDRESS = "http://localhost:3000/api/v1/service-tokens";

function request(key: string, body: unknown = { name: "ci" }) {
  return { method: "POST", url: ADDRESS, key, body };
}

const refuse = (error: DomainError) => Response.json({ code: error.code }, { status: error.status });
const onlyOnce = (by: Ctx, what: ReturnType<typeof request>, work: () => Promise<Response>) =>
  onlyOnceOf(by, what, work, refuse);

/** Work that counts its runs and returns a different token each time. */
function counted() {
  let runs = 0;
  const work = async () => {
    runs += 1;
    return Response.json({ token: `token number ${runs}` }, { status: 201 });
  };
  return { work, runs: () => runs };
}

it("works once and repeats the response, without storing it unencrypted", async () => {
  const { work, runs } = counted();
  const key = randomUUID();
  const first = await onlyOnce(ctx, request(key), work);
  const second = await onlyOnce(ctx, request(key), work);
  expect(runs()).toBe(1);
  expect(first.status).toBe(201);
  expect(second.status).toBe(201);
  expect(second.headers.get("idempotency-replayed")).toBe("true");
  expect(await first.json()).toEqual({ token: "token number 1" });
  expect(await second.json()).toEqual({ token: "token number 1" });
  expect(JSON.stringify(await database.db.idempotencyKey.findMany())).not.toContain("token number");
});

it("refuses the key for another body or path", async () => {
  const { work, runs } = counted();
  const key = randomUUID();
  await onlyOnce(ctx, request(key), work);
  const otherBody = onlyOnce(ctx, request(key, { name: "other" }), work);
  await expect(otherBody).rejects.toMatchObject({ code: "idempotency_key_reused", status: 422 });
  const otherAddress = onlyOnce(ctx, { ...request(key), url: `${ADDRESS}/x` }, work);
  await expect(otherAddress).rejects.toMatchObject({ code: "idempotency_key_reused" });
  expect(runs()).toBe(1);
});

it("keeps an answer from a caller who may do less than when it was given", async () => {
  const { work, runs } = counted();
  const { actor } = ctx;
  if (actor.kind !== "user") throw new Error("The owner is a person.");
  const limits = [{ environmentId: randomUUID(), role: "none" }] as const;
  const token = { ...actor, kind: "token", tokenId: actor.userId, name: "ci", expiresAt: null } as const;
  const all = {
    ...token,
    scopes: ["admin"],
    environmentIds: [],
    keys: [],
    answersTo: actor,
  } satisfies Ctx["actor"];
  const pairs: [Ctx["actor"], Ctx["actor"]][] = [
    [actor, { ...actor, role: "viewer" }],
    [actor, { ...actor, environmentRoles: limits }],
    [all, { ...all, scopes: ["secrets:read"] }],
    [all, { ...all, environmentIds: [randomUUID()] }],
    [all, { ...all, keys: ["A_KEY"] }],
    [all, { ...all, answersTo: { ...actor, role: "viewer" } }],
    [all, { ...all, answersTo: { ...actor, environmentRoles: limits } }],
  ];
  for (const [before, now] of pairs) {
    const key = randomUUID();
    await onlyOnce({ ...ctx, actor: before }, request(key), work);
    const again = onlyOnce({ ...ctx, actor: now }, request(key), work);
    await expect(again).rejects.toMatchObject({ code: "idempotency_key_reused" });
  }
  expect(runs()).toBe(pairs.length);
});

it("refuses a repetition while the first request is running", async () => {
  const started = Promise.withResolvers<void>();
  const mayEnd = Promise.withResolvers<void>();
  const key = randomUUID();
  const first = onlyOnce(ctx, request(key), async () => {
    started.resolve();
    await mayEnd.promise;
    return Response.json({});
  });
  await started.promise;
  const second = onlyOnce(ctx, request(key), counted().work);
  await expect(second).rejects.toMatchObject({ code: "idempotency_in_flight", status: 409 });
  mayEnd.resolve();
  expect((await first).status).toBe(200);
});

it("repeats a refusal too, and refuses its key for another body", async () => {
  const { work, runs } = counted();
  const key = randomUUID();
  const first = await onlyOnce(ctx, request(key), async () => {
    throw new DomainError("name_exists", "It is there already.");
  });
  const second = await onlyOnce(ctx, request(key), work);
  expect([first.status, second.status, runs()]).toEqual([409, 409, 0]);
  expect(await second.json()).toEqual(await first.json());
  const otherBody = onlyOnce(ctx, request(key, { name: "other" }), work);
  await expect(otherBody).rejects.toMatchObject({ code: "idempotency_key_reused" });
});

it("tries again after an internal error, and after a response with Retry-After", async () => {
  const failures = [
    new DomainError("busy", "Too busy."),
    new DomainError("provider_unavailable", "OpenAI is not answering."),
    new DomainError("provider_unreachable", "OpenAI is not answering.", { status: 504 }),
    new DomainError("provider_rate_limited", "Slow down.", { retryAfterSeconds: 3 }),
    new Error("A fault."),
  ];
  for (const failure of failures) {
    const { work, runs } = counted();
    const key = randomUUID();
    const failed = onlyOnce(ctx, request(key), async () => {
      throw failure;
    });
    await expect(failed).rejects.toBe(failure);
    await onlyOnce(ctx, request(key), work);
    expect(runs()).toBe(1);
  }
});

it("forgets after a day, and keeps people and organisations apart", async () => {
  const { work, runs } = counted();
  const key = randomUUID();
  await onlyOnce(ctx, request(key), work);
  const stranger = await (await testOrganisation(testServices(database.db))).person("owner");
  await onlyOnce(stranger, request(key), work);
  expect(runs()).toBe(2);
  const yesterday = new Date(Date.now() - 25 * 3_600_000);
  await database.db.idempotencyKey.updateMany({ where: { key }, data: { createdAt: yesterday } });
  await onlyOnce(ctx, request(key), work);
  expect(runs()).toBe(3);
});

it("keeps nothing that guesses could be tested against without the key ring", async () => {
  const key = randomUUID();
  await onlyOnce(ctx, request(key, { password: "summer2026" }), counted().work);
  const [row] = await database.db.idempotencyKey.findMany({ where: { key } });
  const { pathname } = new URL(ADDRESS);
  for (const text of [
    JSON.stringify(["POST", pathname, "", { password: "summer2026" }]),
    JSON.stringify({ password: "summer2026" }),
    "summer2026",
  ]) {
    for (const algorithm of ["md5", "sha1", "sha256", "sha512"]) {
      expect(row?.requestHash).not.toContain(createHash(algorithm).update(text).digest("hex"));
    }
  }
});

it("removes what is older than a day, and nothing younger", async () => {
  const [old, young] = [randomUUID(), randomUUID()];
  for (const key of [old, young]) await onlyOnce(ctx, request(key), counted().work);
  const yesterday = new Date(Date.now() - 25 * 3_600_000);
  await database.db.idempotencyKey.updateMany({ where: { key: old }, data: { createdAt: yesterday } });
  await purgeIdempotencyKeys(database.db);
  const left = await database.db.idempotencyKey.findMany({ where: { key: { in: [old, young] } } });
  expect(left.map(({ key }) => key)).toEqual([young]);
});

it("accepts only printable keys", async () => {
  for (const key of ["", "a b", "x".repeat(201), "ä"]) {
    const attempt = onlyOnce(ctx, request(key), counted().work);
    await expect(attempt).rejects.toMatchObject({ code: "invalid_input" });
  }
});
