/** What the provider says about an admin key when it is added, replaced and tested, and the effect. */
import { given } from "@/lib/formats/given";
import type { EngineCtx } from "@/lib/rotation/services";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { ProviderError } from "@/lib/providers/provider-error";
import type { Provider } from "@/lib/providers/provider";
import type { FailureCode } from "@/lib/lists/failure-codes";
import { everyRow } from "@/proof/harness/every-row";
import { type Harness, startHarness } from "@/proof/harness/harness";
import { createThirdPartyCredential } from "./create-third-party-credential";
import { listProjects } from "./list-projects";
import { keyHintOf } from "./show";
import { testThirdPartyCredential } from "./test-third-party-credential";
import { updateThirdPartyCredential } from "./update-third-party-credential";

const LATER = new Date(Date.now() + 3_600_000);

let harness: Harness;
let id: string;
let secretId: string;
let made = 0;
beforeAll(async () => {
  harness = await startHarness();
});
afterAll(() => harness.stop());
beforeEach(async () => {
  made += 1;
  id = (await add({ name: `Key ${made}` })).id;
  secretId = (await harness.create({ thirdPartyCredentialId: id })).id;
  await harness.db.rotatingSecret.update({ where: { id: secretId }, data: { retryAt: LATER } });
});

const newKey = () => harness.simulator.state.createAdminKey(harness.openAiOrganisation);
const row = () => harness.db.thirdPartyCredential.findUniqueOrThrow({ where: { id } });
const isRedriven = async () => (await harness.secret(secretId)).retryAt?.getTime() !== LATER.getTime();
const add = ({ name = `New ${made}`, adminApiKey = newKey() } = {}, ctx: EngineCtx = harness.ctx) =>
  createThirdPartyCredential(ctx, { provider: "openai", name, adminApiKey });

/** The provider with another answer about whether a key may be used. */
function answering(validateRoot: () => Promise<void>): EngineCtx {
  const { ctx } = harness;
  const open = async (name: string): Promise<Provider> => ({
    ...(await ctx.providers.open(name)),
    validateRoot,
  });
  return { ...ctx, providers: { ...ctx.providers, open } };
}
const refusing = (code: FailureCode, message = "No.") =>
  answering(() =>
    Promise.reject(new ProviderError(code, message, { kind: "nothing" }, { retryAfterSeconds: 30 })),
  );

/** Sealed, yet opening the provider is recorded. */
function sealed(): { ctx: EngineCtx; opened: () => number } {
  let opened = 0;
  const open = () => Promise.reject(new Error(`Opened ${(opened += 1)} times.`));
  const { ctx } = harness;
  const lookAtSeal = () => Promise.resolve("It is a copy.");
  return { ctx: { ...ctx, lookAtSeal, providers: { ...ctx.providers, open } }, opened: () => opened };
}

const UNCHECKED = "No. Phase couldn't check the key, so it wasn't saved.";

const SAVES: [string, (ctx: EngineCtx) => Promise<unknown>][] = [
  ["added", (ctx) => add({}, ctx)],
  ["replaced", (ctx) => updateThirdPartyCredential(ctx, { id, adminApiKey: newKey() })],
];
const USES: typeof SAVES = [
  ...SAVES,
  ["tested", (ctx) => testThirdPartyCredential(ctx, { id })],
  ["asked for its projects", (ctx) => listProjects(ctx, { id })],
];

describe.each(USES)("a key that is %s while sealed", (_, use) => {
  it("is refused, before the provider is opened", async () => {
    const { ctx, opened } = sealed();
    const before = await everyRow(harness.db);
    await expect(use(ctx)).rejects.toMatchObject({ code: "sealed" });
    expect(opened()).toBe(0);
    expect(await everyRow(harness.db)).toEqual(before);
  });
});

describe.each(SAVES)("a key that is %s", (_, save) => {
  it.each<[FailureCode, string, string, number]>([
    ["provider_auth_failed", "provider_auth_failed", "No.", 422],
    ["provider_scope_missing", "provider_scope_missing", "No.", 422],
    ["provider_unavailable", "provider_unreachable", UNCHECKED, 503],
    ["provider_rate_limited", "provider_unreachable", UNCHECKED, 503],
    ["provider_rejected", "provider_unreachable", UNCHECKED, 422],
  ])("is not saved if the provider says %s", async (said, code, message, status) => {
    const before = await everyRow(harness.db);
    const refusal = {
      code,
      message,
      status,
      details: { retryAfterSeconds: 30, issues: [{ path: "adminApiKey", message }] },
    };
    await expect(save(refusing(said))).rejects.toMatchObject(refusal);
    expect(await everyRow(harness.db)).toEqual(before);
  });

  it("is not saved if the seal came meanwhile, or something is broken", async () => {
    const before = await everyRow(harness.db);
    await expect(save(refusing("sealed"))).rejects.toMatchObject({ code: "sealed", message: "No." });
    const broken = answering(() => Promise.reject(new TypeError("A fault of ours.")));
    await expect(save(broken)).rejects.toThrow("A fault of ours.");
    expect(await everyRow(harness.db)).toEqual(before);
  });
});

describe("a name", () => {
  it("is unique, and can be kept", async () => {
    const taken = { code: "name_exists", message: `A third-party credential named "Acme" already exists.` };
    await expect(add({ name: "Acme" })).rejects.toMatchObject(taken);
    await expect(updateThirdPartyCredential(harness.ctx, { id, name: "Acme" })).rejects.toMatchObject(taken);
    const { name } = await row();
    expect((await updateThirdPartyCredential(harness.ctx, { id, name })).name).toBe(name);
  });

  it("is changed without a call, and leaves the key as it is", async () => {
    const { ctx, db, simulator } = harness;
    const marked = { status: "invalid" as const, lastFailureMessage: "No.", parkedUntil: LATER };
    await db.thirdPartyCredential.update({ where: { id }, data: marked });
    const { name: _, updatedAt, ...before } = await row();
    const calls = simulator.state.lastSeq;
    await updateThirdPartyCredential(ctx, { id, name: `Renamed ${made}` });
    expect(simulator.state.lastSeq).toBe(calls);
    const after = await row();
    expect(after).toMatchObject({ ...before, name: `Renamed ${made}` });
    expect(Number(after.updatedAt)).toBeGreaterThan(Number(updatedAt));
    expect(await isRedriven()).toBe(false);
  });
});

describe("a replaced key", () => {
  it("has nothing of the previous one, and is tried immediately", async () => {
    const { ctx, db, root } = harness;
    const old = {
      status: "invalid" as const,
      lastFailureMessage: "No.",
      lastValidatedAt: new Date(0),
      parkedUntil: LATER,
      keyExpiresAt: LATER,
      expiryCheckedAt: new Date(),
      expiryToldDays: 7,
    };
    await db.thirdPartyCredential.update({ where: { id }, data: old });
    const before = await row();
    const others = await db.thirdPartyCredential.findUniqueOrThrow({ where: { id: root.id } });
    const adminApiKey = newKey();
    const shown = await updateThirdPartyCredential(ctx, { id, adminApiKey });
    const after = await row();
    expect(after).toMatchObject({
      name: before.name,
      version: before.version + 1,
      keyHint: keyHintOf(adminApiKey),
      status: "valid",
      lastFailureMessage: null,
      parkedUntil: null,
      keyExpiresAt: null,
      expiryCheckedAt: null,
      expiryToldDays: null,
    });
    expect(after.envelope).not.toBe(before.envelope);
    expect(Number(after.lastValidatedAt)).toBeGreaterThan(0);
    expect(shown).toMatchObject({ id, status: "valid", usedBy: 1 });
    expect(await isRedriven()).toBe(true);
    const other = await db.thirdPartyCredential.findUniqueOrThrow({ where: { id: root.id } });
    expect(other).toEqual(others);
    // It is readable, and is the new one.
    harness.simulator.state.addFault({ kind: "status", status: 401, match: { adminKey: adminApiKey } });
    expect((await testThirdPartyCredential(ctx, { id })).status).toBe("invalid");
    harness.simulator.state.clearFaults();
  });

  const foreignKey = (projects: string[] = []) => {
    const { state } = harness.simulator;
    const organisation = state.createOrganization({ name: "Elsewhere" });
    return {
      adminApiKey: organisation.adminKey,
      projects: projects.map((name) => state.createProject(organisation.id, { name }).id),
    };
  };
  const setState = (state: "EXPIRING" | "REVOKED" | "UNKNOWN", projectId?: string) =>
    harness.db.mintedCredential.updateMany({
      where: { rotatingSecretId: secretId },
      data: given({ state, projectId }),
    });

  it.each(["ACTIVE", "EXPIRING", "UNKNOWN"] as const)(
    "of another organisation is refused while an account may be alive: %s",
    async (state) => {
      if (state !== "ACTIVE") await setState(state);
      const before = await everyRow(harness.db);
      const { adminApiKey } = foreignKey(["Unrelated"]);
      await expect(updateThirdPartyCredential(harness.ctx, { id, adminApiKey })).rejects.toMatchObject({
        code: "wrong_organisation",
        details: { issues: [{ path: "adminApiKey" }] },
      });
      expect(await everyRow(harness.db)).toEqual(before);
    },
  );

  it("of another organisation is accepted once nothing is alive", async () => {
    await setState("REVOKED");
    await updateThirdPartyCredential(harness.ctx, { id, adminApiKey: foreignKey().adminApiKey });
  });

  it("is accepted if it can see one of the projects, archived or not", async () => {
    const { adminApiKey, projects } = foreignKey(["Moved", "Unrelated"]);
    const projectId = projects[0] ?? "";
    harness.simulator.state.archiveProject(projectId);
    const other = await harness.create({ thirdPartyCredentialId: id });
    await harness.db.mintedCredential.updateMany({
      where: { rotatingSecretId: other.id },
      data: { projectId },
    });
    await updateThirdPartyCredential(harness.ctx, { id, adminApiKey });
  });

  it("is refused if the projects can't be listed", async () => {
    const { ctx, db } = harness;
    const open = async (name: string): Promise<Provider> => ({
      ...(await ctx.providers.open(name)),
      listProjects: () =>
        Promise.reject(new ProviderError("provider_unavailable", "Away.", { kind: "unknown" })),
    });
    const before = await everyRow(db);
    const away = { ...ctx, providers: { ...ctx.providers, open } };
    await expect(updateThirdPartyCredential(away, { id, adminApiKey: newKey() })).rejects.toMatchObject({
      code: "provider_unavailable",
    });
    expect(await everyRow(db)).toEqual(before);
  });
});

describe("a test of a key", () => {
  const lastCode = async () => {
    const entry = await harness.db.auditEntry.findFirst({
      where: { action: "third_party_credential.tested" },
      orderBy: { id: "desc" },
    });
    return entry?.detail;
  };

  it("that works makes it valid, and waiting work is attempted immediately", async () => {
    const invalid = { status: "invalid" as const, lastFailureMessage: "No.", lastValidatedAt: new Date(0) };
    await harness.db.thirdPartyCredential.update({ where: { id }, data: invalid });
    const shown = await testThirdPartyCredential(harness.ctx, { id });
    expect(shown).toMatchObject({ status: "valid", lastFailureMessage: null });
    expect(Date.parse(shown.lastValidatedAt)).toBeGreaterThan(0);
    expect(await isRedriven()).toBe(true);
    expect(await lastCode()).toEqual({ code: "ok" });
  });

  it.each(["provider_auth_failed", "provider_scope_missing"] as const)(
    "that is refused (%s) makes it invalid, and waiting work keeps waiting",
    async (code) => {
      const before = await row();
      const shown = await testThirdPartyCredential(refusing(code, "Not you."), { id });
      expect(shown).toMatchObject({ status: "invalid", lastFailureMessage: "Not you." });
      expect((await row()).lastValidatedAt).toEqual(before.lastValidatedAt);
      expect(await isRedriven()).toBe(false);
      expect(await lastCode()).toEqual({ code });
    },
  );

  it("without a response says nothing about it", async () => {
    const { keyHint: _, ...before } = await row();
    await expect(testThirdPartyCredential(refusing("provider_unavailable"), { id })).rejects.toMatchObject({
      code: "provider_unreachable",
    });
    const broken = answering(() => Promise.reject(new TypeError("A fault of ours.")));
    await expect(testThirdPartyCredential(broken, { id })).rejects.toThrow("A fault of ours.");
    expect(await row()).toMatchObject({ ...before, pacedUntil: expect.any(Date) as unknown });
    expect(await isRedriven()).toBe(false);
  });

  it("that is answered after the key was replaced says nothing about the new one", async () => {
    const late = answering(async () => {
      await updateThirdPartyCredential(harness.ctx, { id, adminApiKey: newKey() });
      throw new ProviderError("provider_auth_failed", "Late.", { kind: "nothing" });
    });
    expect(await testThirdPartyCredential(late, { id })).toMatchObject({
      status: "valid",
      lastFailureMessage: null,
    });
  });
});
