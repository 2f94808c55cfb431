/** Which outputs, project and admin key an edit may set. */
import { aSecret } from "@/proof/harness/builders";
import type { EngineCtx } from "../services";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import type { UpdateRotatingSecret } from "@/lib/api/rotating-secrets";
import { createSecret } from "@/lib/secrets/create-secret";
import { createThirdPartyCredential } from "@/lib/third-party-credentials/create-third-party-credential";
import { beforeFirstUnit } from "@/proof/harness/before-first-unit";
import { expectRefusal } from "@/proof/harness/expect-refusal";
import { type Harness, startHarness } from "@/proof/harness/harness";
import { rotatingSecretInput, testServices } from "@/proof/harness/test-services";
import { createRotatingSecret, previewNewSchedule } from "./create-rotating-secret";
import { deleteRotatingSecret } from "./delete-rotating-secret";
import { updateRotatingSecret } from "./update-rotating-secret";

let harness: Harness;
let id: string;
let ownKey: string;
beforeAll(async () => {
  harness = await startHarness();
});
afterAll(() => harness.stop());
beforeEach(async () => {
  const created = await harness.create();
  id = created.id;
  ownKey = created.outputs.api_key;
});

const edit = (input: UpdateRotatingSecret, ctx: EngineCtx = harness.ctx) =>
  updateRotatingSecret(ctx, { id, ...input });

const refused = (done: () => Promise<unknown>, code: string, path?: string) =>
  expectRefusal(harness.db, done, code, path);

describe("a name", () => {
  const taken = { code: "name_exists", details: { issues: [{ path: "name" }] } };

  it("of another one is refused before anyone is asked", async () => {
    const { ctx, environmentId, root, projectId } = harness;
    const { name } = await harness.create();
    await refused(() => edit({ name }), "name_exists", "name");
    const place = { environmentId, thirdPartyCredentialId: root.id, projectId };
    const input = rotatingSecretInput(950, { ...place, name });
    await refused(() => createRotatingSecret(ctx, input), "name_exists", "name");
    await refused(() => previewNewSchedule(ctx, input, 1), "name_exists", "name");
  });

  it("of its own may be sent again, and one of a deleted one is free", async () => {
    const { name } = await harness.secret(id);
    expect(await edit({ name })).toMatchObject({ name });
    const gone = await harness.create();
    await deleteRotatingSecret(harness.ctx, { id: gone.id });
    expect(await edit({ name: gone.name })).toMatchObject({ name: gone.name });
  });

  it("that is taken at that moment is refused, and one of two concurrent edits wins", async () => {
    const { ctx, db, environmentId, root, projectId } = harness;
    const other = await harness.create();
    const name = `Taken ${id}`;
    const take = () => db.rotatingSecret.update({ where: { id: other.id }, data: { name } });
    const store = beforeFirstUnit(ctx.store, take);
    await expect(edit({ name }, { ...ctx, store })).rejects.toMatchObject(taken);
    const again = { name: `Made ${id}`, outputs: { api_key: `MADE_${ownKey}` } };
    const place = { environmentId, thirdPartyCredentialId: root.id, projectId };
    const takeIt = () => db.rotatingSecret.update({ where: { id: other.id }, data: { name: again.name } });
    const late = { ...ctx, store: beforeFirstUnit(ctx.store, takeIt) };
    await expect(
      createRotatingSecret(late, rotatingSecretInput(960, { ...place, ...again })),
    ).rejects.toMatchObject(taken);
    const both = [0, 1].map((turn) =>
      harness.create({ name: `Both ${id}`, outputs: { api_key: `B${turn}_${ownKey}` } }),
    );
    const ends = await Promise.allSettled(both);
    const reasons = ends.flatMap((end) => (end.status === "rejected" ? [end.reason as unknown] : []));
    expect(reasons).toMatchObject([taken]);
    await harness.work();
    expect(
      await db.mintedCredential.count({ where: { state: { in: ["SENDING", "MINTED", "REVOKING"] } } }),
    ).toBe(0);
  });
});

describe("keys", () => {
  it.each(["a secret", "another rotating secret"])("of %s are refused", async (holder) => {
    const { ctx, environmentId, root, projectId } = harness;
    const key = holder === "a secret" ? `STATIC_${ownKey}` : (await harness.create()).outputs.api_key;
    if (holder === "a secret") await createSecret(ctx, { environmentId, key, value: "1", comment: "" });
    const outputs = { api_key: ownKey, key_id: key };
    const path = "outputs.key_id";
    await refused(() => edit({ outputs }), "key_exists", path);
    const place = { environmentId, thirdPartyCredentialId: root.id, projectId };
    const input = rotatingSecretInput(900, { ...place, outputs: { api_key: `NEW_${ownKey}`, key_id: key } });
    await refused(() => createRotatingSecret(ctx, input), "key_exists", path);
    await refused(() => previewNewSchedule(ctx, input, 1), "key_exists", path);
  });

  it("of its own are free to it, and may swap places", async () => {
    const one = { api_key: ownKey, key_id: `${ownKey}_ID` };
    expect((await edit({ outputs: one })).outputs).toEqual(one);
    const swapped = { api_key: one.key_id, key_id: one.api_key };
    expect((await edit({ outputs: swapped })).outputs).toEqual(swapped);
  });

  it("of other environments do not count", async () => {
    const { ctx, db, environmentId } = harness;
    const { appId } = await db.environment.findUniqueOrThrow({ where: { id: environmentId } });
    const other = await db.environment.findFirstOrThrow({ where: { appId, id: { not: environmentId } } });
    const key = `ELSEWHERE_${ownKey}`;
    await createSecret(ctx, { environmentId: other.id, key, value: "1", comment: "" });
    expect((await edit({ outputs: { api_key: key } })).outputs).toEqual({ api_key: key });
  });

  it("that are taken at that moment are refused", async () => {
    const { ctx, db, environmentId } = harness;
    const key = `TAKEN_${ownKey}`;
    const take = () => db.secret.create({ data: aSecret(environmentId, { key }) });
    const store = beforeFirstUnit(ctx.store, take);
    await expect(edit({ name: "A", outputs: { api_key: key } }, { ...ctx, store })).rejects.toMatchObject({
      code: "key_exists",
    });
    expect((await harness.secret(id)).name).not.toBe("A");
  });

  it("can't be added if the environment is gone", async () => {
    await harness.db.rotatingSecret.update({ where: { id }, data: { environmentId: null } });
    await refused(() => edit({ outputs: { api_key: ownKey, key_id: `GONE_${ownKey}` } }), "not_found");
  });
});

describe("another project or admin key", () => {
  const anotherRoot = async (name: string) => {
    const { ctx, simulator, openAiOrganisation } = harness;
    const adminApiKey = simulator.state.createAdminKey(openAiOrganisation);
    return await createThirdPartyCredential(ctx, { provider: "openai", name, adminApiKey });
  };

  it("is accepted with the project's name and residency, as the provider has them", async () => {
    const { simulator, openAiOrganisation } = harness;
    const residency = "EU_STORAGE_PROCESSING";
    const project = simulator.state.createProject(openAiOrganisation, { name: "Europe", residency });
    const root = await anotherRoot("Second");
    await edit({ thirdPartyCredentialId: root.id, config: { projectId: project.id } });
    expect(await harness.secret(id)).toMatchObject({
      thirdPartyCredentialId: root.id,
      projectId: project.id,
      projectName: "Europe",
      projectResidency: residency,
    });
  });

  it("is checked at the provider, and nothing else is", async () => {
    const { simulator, root, projectId } = harness;
    const calls = simulator.state.lastSeq;
    await edit({ name: "A", thirdPartyCredentialId: root.id, config: { projectId } });
    expect(simulator.state.lastSeq).toBe(calls);
    await refused(
      () => edit({ config: { projectId: "proj_unknown" } }),
      "project_not_found",
      "config.projectId",
    );
    expect(simulator.state.lastSeq).toBeGreaterThan(calls);
  });

  it("is refused if the admin key is another provider's, or deleted", async () => {
    const { db } = harness;
    const root = await anotherRoot("Third");
    const path = "thirdPartyCredentialId";
    await db.thirdPartyCredential.update({ where: { id: root.id }, data: { provider: "other" } });
    await refused(() => edit({ thirdPartyCredentialId: root.id }), "invalid_input", path);
    await db.thirdPartyCredential.update({
      where: { id: root.id },
      data: { provider: "openai", deletedAt: new Date() },
    });
    await refused(() => edit({ thirdPartyCredentialId: root.id }), "invalid_input", path);
  });

  it("is refused while sealed, like a creation, before anything is decrypted; other edits continue", async () => {
    const { db, ctx, simulator } = harness;
    const lookAtSeal = () => Promise.resolve("It is a copy.");
    const sealed = {
      ...ctx,
      ...testServices(db, { openaiUrl: simulator.url, keyring: ctx.keyring, lookAtSeal }),
    };
    let opened = 0;
    sealed.providers = {
      ...sealed.providers,
      open: () => Promise.reject(new Error(`Opened ${(opened += 1)}`)),
    };
    await refused(() => edit({ config: { projectId: "proj_other" } }, sealed), "sealed");
    const { environmentId, root, projectId } = harness;
    const input = rotatingSecretInput(950, { environmentId, thirdPartyCredentialId: root.id, projectId });
    await refused(() => createRotatingSecret(sealed, input), "sealed");
    expect(opened).toBe(0);
    expect((await edit({ name: ownKey }, sealed)).name).toBe(ownKey);
  });
});
