import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createThirdPartyCredential } from "@/lib/third-party-credentials/create-third-party-credential";
import { deleteThirdPartyCredential } from "@/lib/third-party-credentials/delete-third-party-credential";
import { updateThirdPartyCredential } from "@/lib/third-party-credentials/update-third-party-credential";
import { beforeFirstUnit } from "@/proof/harness/before-first-unit";
import { type Harness, startHarness } from "@/proof/harness/harness";
import { rotatingSecretInput } from "@/proof/harness/test-services";
import { createRotatingSecret } from "./create-rotating-secret";
import { previewUpdate, updateRotatingSecret } from "./update-rotating-secret";
import { getRotatingSecret } from "../queries/get-rotating-secret";

let harness: Harness;
beforeAll(async () => {
  harness = await startHarness();
});
afterAll(() => harness.stop());

let names = 0;
async function anotherRoot() {
  const { ctx, simulator, openAiOrganisation } = harness;
  const adminApiKey = simulator.state.createAdminKey(openAiOrganisation);
  names += 1;
  return await createThirdPartyCredential(ctx, { provider: "openai", name: `Other ${names}`, adminApiKey });
}

async function lastAudit(action: string) {
  return await harness.db.auditEntry.findFirst({ where: { action }, orderBy: { id: "desc" } });
}

describe("an edit is audited", () => {
  it("with each changed field before and after, in the event too", async () => {
    const { id } = await harness.create();
    const root = await anotherRoot();
    await updateRotatingSecret(harness.ctx, {
      id,
      name: "Renamed",
      description: "",
      thirdPartyCredentialId: root.id,
      rotationIntervalSeconds: 7_200,
      config: { keyLifetimeSeconds: 86_400 },
      outputs: { api_key: "RENAMED", key_id: "RENAMED_ID" },
    });
    const changes = [
      { field: "name", before: "OpenAI 1", after: "Renamed" },
      { field: "thirdPartyCredentialId", before: harness.root.id, after: root.id },
      { field: "config.keyLifetimeSeconds", before: null, after: 86_400 },
      { field: "rotationIntervalSeconds", before: 3_600, after: 7_200 },
      { field: "outputs.api_key", before: "OPENAI_API_KEY_1", after: "RENAMED" },
      { field: "outputs.key_id", before: null, after: "RENAMED_ID" },
    ];
    const type = "rotating_secret.updated";
    expect(await lastAudit(type)).toMatchObject({ subjectId: id, detail: { changes } });
    const event = await harness.db.event.findFirst({ where: { rotatingSecretId: id, type } });
    expect(event?.detail).toEqual({ changes });
  });

  it("of an admin key without the key", async () => {
    const root = await anotherRoot();
    const adminApiKey = harness.simulator.state.createAdminKey(harness.openAiOrganisation);
    await updateThirdPartyCredential(harness.ctx, { id: root.id, name: "Production", adminApiKey });
    const entry = await lastAudit("third_party_credential.updated");
    expect(entry?.detail).toEqual({
      changes: [
        { field: "name", before: root.name, after: "Production" },
        { field: "adminApiKey", before: root.keyHint, after: `sk-admin-…${adminApiKey.slice(-4)}` },
      ],
    });
    expect(JSON.stringify(entry)).not.toContain(adminApiKey);
  });
});

describe("the preview of an edit", () => {
  async function stored(id: string) {
    const where = { rotatingSecretId: id };
    return {
      secret: await harness.db.rotatingSecret.findUniqueOrThrow({
        where: { id },
        include: { outputs: true },
      }),
      events: await harness.db.event.count({ where }),
      entries: await harness.db.auditEntry.count({ where: { subjectId: id } }),
    };
  }

  it("answers what the edit then makes, and changes nothing", async () => {
    const { id } = await harness.create();
    const before = await stored(id);
    const edit = {
      id,
      name: "Previewed",
      description: "Soon",
      thirdPartyCredentialId: (await anotherRoot()).id,
      rotationIntervalSeconds: 7_200,
      revocationDelaySeconds: 60,
      config: { keyLifetimeSeconds: 86_400, nameTemplate: "other-{{ name }}" },
      outputs: { api_key: "PREVIEWED", key_id: "PREVIEWED_ID" },
    };
    const preview = await previewUpdate(harness.ctx, edit);
    expect(await stored(id)).toEqual(before);
    const { version, updatedAt, ...made } = await updateRotatingSecret(harness.ctx, edit);
    expect(preview).toEqual({
      ...made,
      version: version - 1,
      updatedAt: before.secret.updatedAt.toISOString(),
    });
    expect(updatedAt).not.toBe(preview.updatedAt);
  });

  it("leaves what the edit doesn't name", async () => {
    const { id } = await harness.create();
    const shown = await getRotatingSecret(harness.ctx, { id });
    expect(await previewUpdate(harness.ctx, { id })).toEqual(shown);
  });

  it("refuses what the edit would refuse", async () => {
    const [one, other] = [await harness.create(), await harness.create()];
    const preview = previewUpdate(harness.ctx, { id: one.id, name: other.name });
    await expect(preview).rejects.toMatchObject({ code: "name_exists" });
    const stale = previewUpdate(harness.ctx, { id: one.id, version: 99 });
    await expect(stale).rejects.toMatchObject({ code: "stale" });
  });
});

describe("an admin key's limits", () => {
  it("are recorded separately in the audit log", async () => {
    const { ctx, db, environmentId, projectId } = harness;
    const { id } = await anotherRoot();
    const others = await db.environment.findMany({
      where: { id: { not: environmentId } },
      select: { id: true },
    });
    const environmentIds = [environmentId, ...others.map((other) => other.id)];
    await updateThirdPartyCredential(ctx, { id, environmentIds, projectIds: [projectId, "proj_other"] });
    expect((await lastAudit("third_party_credential.updated"))?.detail).toEqual({
      changes: [
        { field: "environmentIds", before: "", after: environmentIds.join(" ") },
        { field: "projectIds", before: "", after: `${projectId} proj_other` },
      ],
    });
  });
});

describe("an admin key that is deleted at that moment", () => {
  it("isn't used by an edit", async () => {
    const { id } = await harness.create();
    const root = await anotherRoot();
    const store = beforeFirstUnit(harness.ctx.store, () =>
      deleteThirdPartyCredential(harness.ctx, { id: root.id }),
    );
    const edit = updateRotatingSecret({ ...harness.ctx, store }, { id, thirdPartyCredentialId: root.id });
    await expect(edit).rejects.toMatchObject({
      code: "invalid_input",
      details: { issues: [{ path: "thirdPartyCredentialId" }] },
    });
    expect((await harness.secret(id)).thirdPartyCredentialId).toBe(harness.root.id);
  });

  it("isn't used by a new rotating secret, and nothing is minted", async () => {
    const root = await anotherRoot();
    const { environmentId, projectId } = harness;
    const accounts = harness.accounts();
    const store = beforeFirstUnit(harness.ctx.store, () =>
      deleteThirdPartyCredential(harness.ctx, { id: root.id }),
    );
    const input = rotatingSecretInput(100, { environmentId, thirdPartyCredentialId: root.id, projectId });
    await expect(createRotatingSecret({ ...harness.ctx, store }, input)).rejects.toMatchObject({
      code: "invalid_input",
    });
    expect(harness.accounts()).toEqual(accounts);
  });

  it("gets no key again from an edit of its own", async () => {
    const root = await anotherRoot();
    const { ctx, simulator, openAiOrganisation } = harness;
    const adminApiKey = simulator.state.createAdminKey(openAiOrganisation);
    let isDeleted = false;
    // Deleted when the new key is about to be checked, after it was found.
    const providers = {
      ...ctx.providers,
      async open(name: string) {
        if (!isDeleted) await deleteThirdPartyCredential(ctx, { id: root.id });
        isDeleted = true;
        return await ctx.providers.open(name);
      },
    };
    const edit = updateThirdPartyCredential({ ...ctx, providers }, { id: root.id, adminApiKey });
    await expect(edit).rejects.toMatchObject({ code: "not_found" });
    const row = await harness.db.thirdPartyCredential.findUniqueOrThrow({ where: { id: root.id } });
    expect(row.envelope).toBe("");
  });
});
