import { aCredential, aRotatingSecret } from "@/proof/harness/builders";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { v7 as uuidv7 } from "uuid";
import { CREDENTIAL_STATES, type CredentialState } from "@/lib/rotation/core/model";
import { DomainError } from "@/lib/errors";
import { type Harness, startHarness } from "@/proof/harness/harness";
import { untilWaiting } from "@/proof/harness/until-waiting";
import { holdRoot } from "@/lib/rotation/commands/checks";
import { updateThirdPartyCredential } from "./update-third-party-credential";
import { createThirdPartyCredential } from "./create-third-party-credential";
import { deleteThirdPartyCredential } from "./delete-third-party-credential";
import { getThirdPartyCredential } from "./get-third-party-credential";

/** States in which an account may be alive. */
const OWING: CredentialState[] = ["SENDING", "MINTED", "ACTIVE", "EXPIRING", "REVOKING", "UNKNOWN"];

let harness: Harness;
let rootId: string;
let made = 0;
beforeAll(async () => {
  harness = await startHarness();
});
afterAll(() => harness.stop());
beforeEach(async () => {
  const { ctx, simulator, openAiOrganisation } = harness;
  made += 1;
  const adminApiKey = simulator.state.createAdminKey(openAiOrganisation);
  const input = { provider: "openai", name: `Key ${made}`, adminApiKey } as const;
  rootId = (await createThirdPartyCredential(ctx, input)).id;
});

async function insertSecret(thirdPartyCredentialId: string, deletedAt: Date | null): Promise<string> {
  const { ctx, environmentId, projectId } = harness;
  const id = uuidv7();
  await ctx.store.inUnit(async (unit) => {
    await unit.holdRootCredential(thirdPartyCredentialId);
    const { organisationId } = ctx.actor;
    const place = { organisationId, environmentId, thirdPartyCredentialId };
    await unit.insertRotatingSecret(aRotatingSecret(place, { id, name: id, projectId, deletedAt }));
  });
  return id;
}

async function insertCredential(rotatingSecretId: string, state: CredentialState): Promise<void> {
  const { db, projectId } = harness;
  await db.mintedCredential.create({
    data: aCredential({ rotatingSecretId, thirdPartyCredentialId: rootId }, { state, projectId }),
  });
}

const remove = () => deleteThirdPartyCredential(harness.ctx, { id: rootId });
const row = () => harness.db.thirdPartyCredential.findUniqueOrThrow({ where: { id: rootId } });
const usedBy = async () => (await getThirdPartyCredential(harness.ctx, { id: rootId })).usedBy;

describe("an admin key is in use", () => {
  it("by the rotating secrets that mint with it, and the error counts them", async () => {
    await insertSecret(rootId, null);
    await expect(remove()).rejects.toMatchObject({
      code: "in_use",
      message: expect.stringContaining("1 rotating secret needs this credential") as unknown,
    });
    await insertSecret(rootId, null);
    await expect(remove()).rejects.toMatchObject({
      code: "in_use",
      message: expect.stringContaining("2 rotating secrets need this credential") as unknown,
    });
    expect(await row()).toMatchObject({ deletedAt: null, envelope: expect.stringMatching(/./) as unknown });
  });

  it.each(CREDENTIAL_STATES)("by what it minted and may be alive: %s", async (state) => {
    // Deleted, or with another admin key by now.
    await insertCredential(await insertSecret(rootId, new Date()), state);
    await insertCredential(await insertSecret(harness.root.id, null), state);
    if (OWING.includes(state)) {
      expect(await usedBy()).toBe(2);
      await expect(remove()).rejects.toMatchObject({ code: "in_use" });
      expect((await row()).deletedAt).toBeNull();
    } else {
      expect(await usedBy()).toBe(0);
      await remove();
      expect((await row()).deletedAt).not.toBeNull();
    }
  });
});

it("a deleted one keeps its row, without the key, and frees its name", async () => {
  const { name } = await row();
  await remove();
  const { createdAt, ...deleted } = await row();
  expect(deleted).toMatchObject({ name, envelope: "" });
  expect(Number(deleted.deletedAt)).toBeGreaterThan(Number(createdAt));
  expect(deleted.updatedAt).toEqual(deleted.deletedAt);
  await expect(remove()).rejects.toMatchObject({ code: "not_found" });
  const { ctx, simulator, openAiOrganisation } = harness;
  const adminApiKey = simulator.state.createAdminKey(openAiOrganisation);
  await createThirdPartyCredential(ctx, { provider: "openai", name, adminApiKey });
});

it("an edit waits for a running deletion, and finds nothing to edit", async () => {
  const { ctx, db } = harness;
  const edit = await db.$transaction(async (tx) => {
    await tx.thirdPartyCredential.update({ where: { id: rootId }, data: { deletedAt: new Date() } });
    const begun = updateThirdPartyCredential(ctx, { id: rootId, name: "Too late" });
    begun.catch(() => {});
    await untilWaiting(db, begun);
    return { begun };
  });
  await expect(edit.begun).rejects.toMatchObject({ code: "not_found" });
  expect((await row()).name).toBe(`Key ${made}`);
});

it("a deletion waits for a process that begins to use the key, and finds it in use", async () => {
  const { ctx, db } = harness;
  const deletion = await ctx.store.inUnit(async (unit) => {
    await unit.holdRootCredential(rootId);
    const begun = remove().then(
      () => "deleted",
      (error: unknown) => (error as { code?: string }).code,
    );
    await untilWaiting(db, begun);
    const { id } = await harness.create();
    const secret = await unit.lockSecret(id);
    await unit.updateSecret(secret?.id ?? "", { thirdPartyCredentialId: rootId });
    return { begun };
  });
  expect(await deletion.begun).toBe("in_use");
  expect((await row()).deletedAt).toBeNull();
});

it("a limit waits for processes that begin to use the key, and isn't set against them", async () => {
  const { ctx, db, environmentId, projectId } = harness;
  const change = await ctx.store.inUnit(async (unit) => {
    await unit.holdRootCredential(rootId);
    const limited = updateThirdPartyCredential(ctx, { id: rootId, projectIds: ["proj_elsewhere"] });
    const begun = limited.then(
      () => "limited",
      (error: unknown) => (error instanceof DomainError ? error.code : undefined),
    );
    await untilWaiting(db, begun);
    const place = { organisationId: ctx.actor.organisationId, environmentId, thirdPartyCredentialId: rootId };
    const id = uuidv7();
    await unit.insertRotatingSecret(aRotatingSecret(place, { id, name: id, projectId, deletedAt: null }));
    return { begun };
  });
  expect(await change.begun).toBe("in_use");
});

it("a process that looked at the key before it was limited doesn't use it any more", async () => {
  const { ctx, environmentId, projectId } = harness;
  const use = { environmentId, projectId };
  for (const limits of [{ projectIds: ["proj_elsewhere"] }, { environmentIds: [uuidv7()] }]) {
    await harness.db.thirdPartyCredential.update({ where: { id: rootId }, data: limits });
    const held = ctx.store.inUnit((unit) => holdRoot(unit, rootId, use));
    await expect(held).rejects.toMatchObject({ code: "invalid_input" });
    const data = { projectIds: [], environmentIds: [] };
    await harness.db.thirdPartyCredential.update({ where: { id: rootId }, data });
  }
  await ctx.store.inUnit((unit) => holdRoot(unit, rootId, use));
});
