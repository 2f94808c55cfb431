/** A sealed installation makes no provider call: every route and every job is tried. */
import { stubSettings } from "@/lib/testing/stub-settings";
import { afterAll, beforeAll, expect, it, vi } from "vitest";
import { errorSchema } from "@/lib/api/common";
import { rotatingSecretSchema } from "@/lib/api/rotating-secrets";
import { ensureInstance } from "@/lib/instance/instance";
import { ChangeFeed } from "@/lib/live/change-feed";
import { checkKeyExpiry } from "@/lib/notifications/expiry";
import { mintWhenDue } from "@/lib/rotation/engine/mint";
import { takeInventory } from "@/lib/rotation/engine/inventory";
import { addWatches, claimLooks, lookInTurn } from "@/lib/rotation/engine/key-watch";
import { settle } from "@/lib/rotation/engine/settle";
import { checkUsage } from "@/lib/rotation/engine/usage";
import type { EngineServices } from "@/lib/rotation/services";
import { type Harness, startHarness } from "@/proof/harness/harness";
import { rotatingSecretInput, testServices } from "@/proof/harness/test-services";
import { createSecret } from "@/lib/secrets/create-secret";
import { actorId } from "@/lib/access/context";
import { insertToken } from "@/lib/tokens/insert-token";
import { ROUTES } from "./openapi.json/routes";

const SOME_ID = "01890000-0000-7000-8000-000000000000";
const METHODS = ["GET", "POST", "PATCH", "DELETE"] as const;
/** Without a provider call, these have no response. */
const NEED_THE_PROVIDER = [
  "GET /third-party-credentials/{id}/openai/projects",
  "POST /environments/{id}/rotating-secrets",
  "POST /third-party-credentials",
  "POST /third-party-credentials/{id}/test",
  "PATCH /rotating-secrets/{id}",
  "PATCH /third-party-credentials/{id}",
];

let harness: Harness;
/** As in a process that was started before the seal. */
let services: EngineServices;
let token: string;
let feed: ChangeFeed;

beforeAll(async () => {
  stubSettings();
  harness = await startHarness();
  const { ctx, simulator, db } = harness;
  services = testServices(db, { openaiUrl: simulator.url, keyring: ctx.keyring });
  await ensureInstance(db, ctx.keyring);
  const user = await db.user.create({
    data: { id: actorId(ctx.actor), email: "o@example.com", passwordHash: "" },
  });
  await db.member.create({
    data: { organisationId: ctx.actor.organisationId, userId: user.id, role: "owner" },
  });
  token = (await insertToken(db, ctx, { name: "suite", scopes: ["admin"], expiresAt: null })).token;
  feed = new ChangeFeed(harness.url);
  Object.assign(globalThis, { phaseServices: Promise.resolve(services), phaseChangeFeed: feed });
});

afterAll(async () => {
  Object.assign(globalThis, { phaseServices: undefined, phaseChangeFeed: undefined });
  vi.unstubAllEnvs();
  await feed.close();
  await harness.stop();
});

const seal = async () => {
  const { home } = await harness.db.instance.findUniqueOrThrow({ where: { id: 1 } });
  await harness.db.instance.updateMany({ data: { home: "database:1:1" } });
  return async () => {
    await harness.db.instance.updateMany({ data: { home } });
  };
};

/** A rotating secret with a credential in each of the states ACTIVE, EXPIRING (twice) and REVOKING; its next mint is due. */
async function secretWithHistory(): Promise<{ id: string; expiring: string }> {
  const { id } = await harness.create({ rotationIntervalSeconds: 86_400, revocationDelaySeconds: 43_200 });
  for (let rotation = 0; rotation < 3; rotation++) {
    await harness.elapse(id, 86_400 / 8);
    await harness.db.rotatingSecret.update({ where: { id }, data: { rotateRequestedAt: new Date() } });
    await harness.work();
  }
  const [owed, expiring] = await harness.credentials(id);
  await harness.db.mintedCredential.update({
    where: { id: owed?.id ?? "" },
    data: { state: "REVOKING", nextCheckAt: new Date() },
  });
  await harness.db.rotatingSecret.update({ where: { id }, data: { rotateRequestedAt: new Date() } });
  return { id, expiring: expiring?.id ?? "" };
}

async function call(
  method: (typeof METHODS)[number],
  path: string,
  ids: Record<string, string>,
  body: unknown,
) {
  const serve = ROUTES[path]?.[method];
  if (serve === undefined) throw new Error(`There is no ${method} ${path}.`);
  const address = path.replaceAll(/\{(\w+)\}/g, (_, name: string) => ids[name] ?? SOME_ID);
  const request = new Request(`http://localhost:3000/api/v1${address}`, {
    method,
    headers: { authorization: `Bearer ${token}`, "content-type": "application/json" },
    body: method === "GET" ? null : JSON.stringify(body ?? {}),
  });
  const names = [...path.matchAll(/\{(\w+)\}/g)].map(([, name = ""]) => [name, ids[name] ?? SOME_ID]);
  const response = await serve(request, { params: Promise.resolve(Object.fromEntries(names)) });
  if (response.headers.get("content-type")?.startsWith("text/event-stream") !== true) {
    return { status: response.status, text: await response.text() };
  }
  await response.body?.cancel();
  return { status: response.status, text: "" };
}

it("makes no provider call for any route, and leaves revocations outstanding and unattempted", async () => {
  const { db, simulator, environmentId, projectId, root, ctx } = harness;
  const { id, expiring } = await secretWithHistory();
  const other = await harness.create();
  const { id: staticId } = await createSecret(ctx, { environmentId, key: "A", value: "1", comment: "" });
  const otherProject = simulator.state.createProject(harness.openAiOrganisation, { name: "Other" }).id;
  const adminApiKey = simulator.state.createAdminKey(harness.openAiOrganisation);
  const idsOf = (path: string): Record<string, string> => {
    const [, collection = ""] = path.split("/");
    const ids = { environments: environmentId, "rotating-secrets": id, secrets: staticId };
    const known = { ...ids, "third-party-credentials": root.id }[collection];
    return { ...(known === undefined ? {} : { id: known }), credentialId: expiring };
  };
  const bodies: Record<string, unknown> = {
    "POST /environments/{id}/rotating-secrets": rotatingSecretInput(99, {
      environmentId,
      thirdPartyCredentialId: root.id,
      projectId,
    }),
    "POST /third-party-credentials": { provider: "openai", name: "New", adminApiKey },
    "POST /rotating-secrets/{id}/rotate": { mode: "break_glass" },
    "POST /rotating-secrets/{id}/resume": { when: "now" },
    "POST /rotating-secrets/{id}/credentials/{credentialId}/extend": { seconds: 60 },
    "POST /rotating-secrets/{id}/credentials/{credentialId}/forget": { reason: "It is gone." },
    "PATCH /rotating-secrets/{id}": { config: { projectId: otherProject } },
    "PATCH /third-party-credentials/{id}": { adminApiKey },
  };
  delete (bodies["POST /environments/{id}/rotating-secrets"] as { environmentId?: string }).environmentId;

  const accounts = harness.accounts();
  const unseal = await seal();
  const before = simulator.state.lastSeq;
  const refused: string[] = [];
  for (const method of METHODS) {
    for (const [path, functions] of Object.entries(ROUTES)) {
      if (functions[method] === undefined) continue;
      const name = `${method} ${path}`;
      const answer = await call(method, path, idsOf(path), bodies[name]);
      expect([name, simulator.state.lastSeq]).toEqual([name, before]);
      expect([name, answer.status]).not.toEqual([name, 500]);
      if (answer.status === 503 && errorSchema.parse(JSON.parse(answer.text)).error.code === "sealed")
        refused.push(name);
    }
  }
  expect(refused).toEqual(expect.arrayContaining(NEED_THE_PROVIDER));
  const shown = rotatingSecretSchema.parse(
    JSON.parse((await call("GET", "/rotating-secrets/{id}", { id: other.id }, null)).text),
  );
  expect(shown).toMatchObject({ health: "failed", lastFailure: { code: "sealed" } });
  expect(harness.accounts()).toEqual(accounts);
  expect((await harness.secret(id)).deletedAt).not.toBeNull();
  const owed = await db.mintedCredential.findMany({ where: { rotatingSecretId: id } });
  expect(owed.map(({ state, failureCount }) => [state, failureCount])).toEqual(
    owed.map(() => ["REVOKING", 0]),
  );
  for (const { nextCheckAt } of owed) expect(nextCheckAt?.getTime()).toBeLessThanOrEqual(Date.now());

  await unseal();
  await harness.work();
  expect(harness.accounts()).toHaveLength(1);
});

it("stops a creation whenever the seal comes, and records what was created as outstanding", async () => {
  const { ctx, simulator, environmentId, projectId, root, db } = harness;
  const path = "/environments/{id}/rotating-secrets";
  const create = async (nth: number) => {
    let looks = 0;
    let callsBefore = Infinity;
    const lookAtSeal = () => {
      looks += 1;
      if (looks < nth) return Promise.resolve(null);
      callsBefore = Math.min(callsBefore, simulator.state.lastSeq);
      return Promise.resolve("It is a copy.");
    };
    const sealing = testServices(db, { openaiUrl: simulator.url, keyring: ctx.keyring, lookAtSeal });
    Object.assign(globalThis, { phaseServices: Promise.resolve(sealing) });
    const place = { environmentId, thirdPartyCredentialId: root.id, projectId };
    const { environmentId: _, ...body } = rotatingSecretInput(500 + nth, place);
    const { status } = await call("POST", path, { id: environmentId }, body);
    if (callsBefore !== Infinity) expect(simulator.state.lastSeq).toBe(callsBefore);
    return status;
  };
  const statuses: number[] = [];
  while (statuses.at(-1) !== 201) statuses.push(await create(statuses.length + 1));
  // Before anything, at the projects, at the mint, at the check of the new key. After that only the response
  // is left.
  expect(statuses).toEqual([503, 503, 503, 503, 201]);
  const owed = await db.mintedCredential.findMany({ where: { state: "REVOKING" } });
  expect(owed.map(({ failureCount }) => failureCount)).toEqual([0]);
  Object.assign(globalThis, { phaseServices: Promise.resolve(services) });
  await harness.work();
});

it("makes no provider call for any job of a process started before the seal", async () => {
  const { db, simulator, root } = harness;
  const { id } = await secretWithHistory();
  await harness.elapse(id, 86_400 / 4);
  const accounts = harness.accounts();
  const unseal = await seal();
  const before = simulator.state.lastSeq;
  await takeInventory(services, root.id);
  await checkUsage(services);
  await addWatches(services);
  for (const { looks } of await claimLooks(services)) await lookInTurn(services, looks);
  await checkKeyExpiry({
    ...services,
    mailer: null,
    notifications: {
      webhookAllowPrivate: true,
      retryScale: 1,
      notificationRetentionDays: 30,
      nextAuthUrl: new URL("http://localhost"),
    },
  });
  for (const credential of await harness.credentials(id)) await settle(services, credential.id);
  await mintWhenDue(services, id);
  expect(simulator.state.lastSeq).toBe(before);
  expect(harness.accounts()).toEqual(accounts);
  const states = (await harness.credentials(id)).map(({ state }) => state);
  expect(states).not.toContain("REVOKED");
  expect(states).not.toContain("UNKNOWN");

  await unseal();
  await db.mintedCredential.updateMany({
    where: { state: { in: ["REVOKING", "EXPIRING"] } },
    data: { nextCheckAt: new Date(), revokeAt: new Date() },
  });
  await harness.work();
  const after = (await harness.credentials(id)).map(({ state }) => state);
  expect(after.filter((state) => state === "REVOKED")).toHaveLength(3);
});
