/** What a refused command says: the message is shown unchanged, and the console shows each issue at its field. */
import { aSecret } from "@/proof/harness/builders";
import { afterAll, beforeAll, beforeEach, expect, it } from "vitest";
import { v7 as uuidv7 } from "uuid";
import { DELAY_TOO_LONG, LIFETIME_TOO_SHORT, type UpdateRotatingSecret } from "@/lib/api/rotating-secrets";
import { DomainError, type Issue } from "@/lib/errors";
import { createThirdPartyCredential } from "@/lib/third-party-credentials/create-third-party-credential";
import { deleteThirdPartyCredential } from "@/lib/third-party-credentials/delete-third-party-credential";
import { beforeFirstUnit } from "@/proof/harness/before-first-unit";
import { type Harness, startHarness } from "@/proof/harness/harness";
import { rotatingSecretInput } from "@/proof/harness/test-services";
import type { EngineCtx } from "../services";
import { createRotatingSecret } from "./create-rotating-secret";
import { extendCredential } from "./extend-credential";
import { pauseRotatingSecret } from "./pause-rotating-secret";
import { updateRotatingSecret } from "./update-rotating-secret";

let harness: Harness;
let id: string;
let ownKey: string;
let elsewhere: string;
let otherProject: string;
beforeAll(async () => {
  harness = await startHarness();
  const { db, environmentId, simulator, openAiOrganisation } = harness;
  elsewhere = (await db.environment.findFirstOrThrow({ where: { id: { not: environmentId } } })).id;
  otherProject = simulator.state.createProject(openAiOrganisation, { name: "Other" }).id;
});
afterAll(() => harness.stop());
beforeEach(async () => {
  const created = await harness.create();
  id = created.id;
  ownKey = created.outputs.api_key;
});

const edit = (input: UpdateRotatingSecret, ctx: EngineCtx = harness.ctx) =>
  updateRotatingSecret(ctx, { id, ...input });

let roots = 0;
async function anotherRoot(limits: { environmentIds?: string[]; projectIds?: string[] } = {}) {
  const { ctx, simulator, openAiOrganisation } = harness;
  const adminApiKey = simulator.state.createAdminKey(openAiOrganisation);
  roots += 1;
  const name = `Other ${roots}`;
  return await createThirdPartyCredential(ctx, { provider: "openai", name, adminApiKey, ...limits });
}

/** The harness's context, with an event between the command's checks and its change. */
const meanwhile = (first: () => Promise<unknown>): EngineCtx => ({
  ...harness.ctx,
  store: beforeFirstUnit(harness.ctx.store, first),
});

async function refused(done: Promise<unknown>): Promise<DomainError> {
  const reason: unknown = await done.then(
    () => expect.unreachable(),
    (error: unknown) => error,
  );
  if (!(reason instanceof DomainError)) throw reason;
  return reason;
}

async function refusal(done: Promise<unknown>) {
  const { code, message, details } = await refused(done);
  return { code, message, issues: details.issues };
}

/** Refused because of one field: the issue has the message's text, and the message also names the field. */
async function expectInvalid(done: Promise<unknown>, path: string, says: RegExp | string): Promise<void> {
  const { code, message, issues } = await refusal(done);
  expect(code).toBe("invalid_input");
  expect(issues).toEqual([{ path, message: expect.stringMatching(says) as string }]);
  expect(message).toBe(`${issues?.[0]?.message} (${path})`);
}

it("a time names its field and the limit", async () => {
  const settings = { ...harness.ctx.settings, minRotationIntervalSeconds: 900 };
  const short = edit(
    { rotationIntervalSeconds: 899, revocationDelaySeconds: 60 },
    { ...harness.ctx, settings },
  );
  await expectInvalid(short, "rotationIntervalSeconds", "at least 900 seconds");
  await expectInvalid(edit({ revocationDelaySeconds: 7_200 }), "revocationDelaySeconds", DELAY_TOO_LONG);
  const config = { keyLifetimeSeconds: 3_600 };
  await expectInvalid(edit({ config }), "config.keyLifetimeSeconds", LIFETIME_TOO_SHORT);
});

it("each taken key is named at its output, and no free one", async () => {
  const taken = (await harness.create({ outputs: { api_key: `A_${ownKey}`, key_id: `B_${ownKey}` } }))
    .outputs;
  const issue = (output: string, key = ""): Issue => {
    return { path: `outputs.${output}`, message: `${key} already exists in this environment.` };
  };
  const both = await refusal(edit({ outputs: { api_key: taken.api_key, key_id: taken.key_id } }));
  const issues = [issue("api_key", taken.api_key), issue("key_id", taken.key_id)];
  expect(both).toEqual({
    code: "key_exists",
    message: issues.map(({ message }) => message).join(" "),
    issues,
  });
  const one = await refusal(edit({ outputs: { api_key: ownKey, key_id: taken.key_id } }));
  expect(one.issues).toEqual([issue("key_id", taken.key_id)]);
});

it("a key that is taken at that moment is also refused in words", async () => {
  const { db, environmentId, root, projectId } = harness;
  const [key, next] = [`LATE_${ownKey}`, `LATER_${ownKey}`];
  const take = (name: string) => () => db.secret.create({ data: aSecret(environmentId, { key: name }) });
  const edited = await refusal(edit({ outputs: { api_key: key } }, meanwhile(take(key))));
  const place = { environmentId, thirdPartyCredentialId: root.id, projectId };
  const input = rotatingSecretInput(900 + roots, { ...place, outputs: { api_key: next } });
  const created = await refusal(createRotatingSecret(meanwhile(take(next)), input));
  const said = {
    code: "key_exists",
    message: expect.stringContaining("already exists in this environment") as string,
  };
  expect([edited, created]).toMatchObject([said, said]);
});

it("a late caller is asked to reload", async () => {
  const { code, message } = await refusal(edit({ version: 9, name: "A" }));
  expect([code, message]).toEqual(["stale", expect.stringContaining("Reload")]);
});

it("an admin key that is missing, another provider's or deleted meanwhile", async () => {
  const path = "thirdPartyCredentialId";
  await expectInvalid(edit({ thirdPartyCredentialId: uuidv7() }), path, "not found");
  const root = await anotherRoot();
  await harness.db.thirdPartyCredential.update({ where: { id: root.id }, data: { provider: "other" } });
  await expectInvalid(edit({ thirdPartyCredentialId: root.id }), path, "another provider");
  const next = await anotherRoot();
  const late = meanwhile(() => deleteThirdPartyCredential(harness.ctx, { id: next.id }));
  await expectInvalid(edit({ thirdPartyCredentialId: next.id }, late), path, "deleted. Pick another one");
});

it("an admin key that may not be used in the environment, or no longer", async () => {
  const [path, says] = ["thirdPartyCredentialId", "may not be used in this environment"];
  const closed = await anotherRoot({ environmentIds: [elsewhere] });
  await expectInvalid(edit({ thirdPartyCredentialId: closed.id }), path, says);
  const root = await anotherRoot();
  const limit = () =>
    harness.db.thirdPartyCredential.update({
      where: { id: root.id },
      data: { environmentIds: [elsewhere] },
    });
  await expectInvalid(edit({ thirdPartyCredentialId: root.id }, meanwhile(limit)), path, says);
  const open = await anotherRoot({ environmentIds: [elsewhere, harness.environmentId] });
  expect(await edit({ thirdPartyCredentialId: open.id })).toMatchObject({ version: 2 });
});

it("an admin key needs no permission for a deleted environment", async () => {
  const root = await anotherRoot({ environmentIds: [elsewhere] });
  await harness.db.rotatingSecret.update({ where: { id }, data: { environmentId: null } });
  await edit({ thirdPartyCredentialId: root.id });
  expect((await harness.secret(id)).thirdPartyCredentialId).toBe(root.id);
});

it("a project for which the admin key may not be used, or no longer", async () => {
  const { db, projectId } = harness;
  const [path, says] = ["config.projectId", "may not be used in this project"];
  const closed = await anotherRoot({ projectIds: [projectId] });
  const calls = harness.simulator.state.lastSeq;
  const config = { projectId: otherProject };
  await expectInvalid(edit({ thirdPartyCredentialId: closed.id, config }), path, says);
  expect(harness.simulator.state.lastSeq).toBe(calls);
  const root = await anotherRoot();
  const limit = () =>
    db.thirdPartyCredential.update({ where: { id: root.id }, data: { projectIds: [projectId] } });
  await expectInvalid(edit({ thirdPartyCredentialId: root.id, config }, meanwhile(limit)), path, says);
});

it("a missing project is reported at its field, with the fix", async () => {
  const { message, issues } = await refusal(edit({ config: { projectId: "proj_unknown" } }));
  expect(message).toMatch(/^Project not found: it was archived or deleted at OpenAI/);
  expect(issues).toEqual([{ path: "config.projectId", message: `${message} Pick another project.` }]);
});

it("what the provider answers: when to come back, and at which field it objects", async () => {
  const { ctx, db, root, simulator, environmentId, projectId } = harness;
  simulator.state.addFault({
    kind: "status",
    status: 429,
    retryAfter: 7,
    match: { pathPattern: "/projects$" },
  });
  const waits = await refused(edit({ config: { projectId: otherProject } }));
  expect(waits).toMatchObject({ code: "provider_rate_limited", details: { retryAfterSeconds: 7 } });
  expect(waits.details.issues).toBeUndefined();
  await db.thirdPartyCredential.update({ where: { id: root.id }, data: { parkedUntil: null } });
  simulator.state.addFault({
    kind: "status",
    status: 400,
    message: "expires_in_seconds is required.",
    match: { method: "POST", pathPattern: "/service_accounts$" },
  });
  const input = rotatingSecretInput(950, { environmentId, thirdPartyCredentialId: root.id, projectId });
  const { code, message, issues } = await refusal(createRotatingSecret(ctx, input));
  expect(code).toBe("provider_policy_refused");
  expect(issues).toEqual([{ path: "config.keyLifetimeSeconds", message }]);
});

it("a waiting person goes ahead of queued calls", async () => {
  const { db, root } = harness;
  const pacedUntil = new Date(Date.now() + 3_600_000);
  await db.thirdPartyCredential.update({ where: { id: root.id }, data: { pacedUntil } });
  expect(await edit({ config: { projectId: otherProject } })).toMatchObject({ version: 2 });
  await db.thirdPartyCredential.update({ where: { id: root.id }, data: { pacedUntil: null } });
});

it("a rotating secret deleted at that moment, and a missing credential, are not found", async () => {
  const { db, ctx } = harness;
  const missing = extendCredential(ctx, { id, credentialId: uuidv7(), seconds: 60 });
  expect(await refusal(missing)).toMatchObject({ code: "not_found", message: "Credential not found." });
  const gone = { code: "not_found", message: "Rotating secret not found." };
  const remove = () => db.rotatingSecret.update({ where: { id }, data: { deletedAt: new Date() } });
  expect(await refusal(pauseRotatingSecret(meanwhile(remove), { id }))).toMatchObject(gone);
  expect((await harness.secret(id)).pauseReason).toBeNull();
});

it("a mint that took too long says that its key is being deleted", async () => {
  const { db, environmentId, root, projectId } = harness;
  const input = rotatingSecretInput(960, { environmentId, thirdPartyCredentialId: root.id, projectId });
  const { store } = harness.ctx;
  let units = 0;
  // Its intent exists, and by the time of the response someone has marked it as lost.
  const slow: EngineCtx["store"] = {
    ...store,
    async inUnit(work) {
      const result = await store.inUnit(work);
      units += 1;
      const data = { state: "UNKNOWN" as const, nextCheckAt: new Date(Date.now() + 3_600_000) };
      if (units === 1) await db.mintedCredential.updateMany({ where: { state: "SENDING" }, data });
      return result;
    },
  };
  const { code, message } = await refusal(createRotatingSecret({ ...harness.ctx, store: slow }, input));
  expect([code, message]).toEqual(["conflict", expect.stringContaining("Phase is deleting it")]);
});

it("a creation that fails inside Phase is audited as failed", async () => {
  const { db, environmentId, root, projectId } = harness;
  const input = rotatingSecretInput(970, { environmentId, thirdPartyCredentialId: root.id, projectId });
  const { store } = harness.ctx;
  let units = 0;
  const broken: EngineCtx["store"] = {
    ...store,
    inUnit: async (work) => {
      units += 1;
      // Intent, save; then the exposure.
      if (units === 3) throw new Error("The connection broke.");
      return await store.inUnit(work);
    },
  };
  await expect(createRotatingSecret({ ...harness.ctx, store: broken }, input)).rejects.toThrow(
    "The connection broke.",
  );
  const action = "rotating_secret.create_failed";
  const entry = await db.auditEntry.findFirst({ where: { action }, orderBy: { id: "desc" } });
  expect(entry?.detail).toMatchObject({ code: "internal" });
});
