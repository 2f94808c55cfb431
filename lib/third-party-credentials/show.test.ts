import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Harness, startHarness } from "@/proof/harness/harness";
import { v7 as uuidv7 } from "uuid";
import type { Actor } from "@/lib/access/context";
import { testOwner } from "@/proof/harness/test-services";
import { listProjects } from "./list-projects";
import { listThirdPartyCredentials } from "./list-third-party-credentials";
import { keyHintOf, showWithUses } from "./show";
import { testThirdPartyCredential } from "./test-third-party-credential";

const LATER = new Date(Date.now() + 3_600_000);

let harness: Harness;
let id: string;
beforeAll(async () => {
  harness = await startHarness();
  id = harness.root.id;
});
afterAll(() => harness.stop());

const row = () => harness.db.thirdPartyCredential.findUniqueOrThrow({ where: { id } });

describe("what is shown of a key", () => {
  it.each([
    ["sk-admin-abcdefghijklmnop", "sk-admin-…mnop"],
    ["sk-other-abcdefghijklmnop", "…mnop"],
    ["sk-admin-1234567", "sk-admin-…4567"],
    ["sk-admin-123456", "…"],
  ])("of %s it is %s", (key, hint) => {
    expect(keyHintOf(key)).toBe(hint);
  });

  it("are its times and unclaimed accounts; unknown providers are refused", async () => {
    const unknown = { ...(await row()), provider: "other" };
    await expect(showWithUses(harness.ctx, unknown)).rejects.toThrow('Unknown provider "other"');
    const shown = await showWithUses(harness.ctx, await row());
    expect(shown).toMatchObject({
      provider: "openai",
      keyExpiresAt: null,
      inventoriedAt: null,
      unclaimedAccounts: [],
    });
    const dated = { ...(await row()), keyExpiresAt: LATER, inventoriedAt: LATER };
    expect(await showWithUses(harness.ctx, dated)).toMatchObject({
      keyExpiresAt: LATER.toISOString(),
      inventoriedAt: LATER.toISOString(),
    });
  });

  it("are all of the organisation's that weren't deleted, by name", async () => {
    const { ctx, db } = harness;
    const elsewhere = await db.organisation.create({ data: { name: "Elsewhere" } });
    const { unclaimedAccounts: _, ...given } = await row();
    const copies = [
      { name: "Zeta" },
      { name: "Able" },
      { name: "Gone", deletedAt: new Date() },
      { name: "Theirs", organisationId: elsewhere.id },
    ];
    for (const copy of copies)
      await db.thirdPartyCredential.create({ data: { ...given, ...copy, id: uuidv7() } });
    const names = (await listThirdPartyCredentials(ctx)).thirdPartyCredentials.map(({ name }) => name);
    expect(names).toEqual(["Able", "Acme", "Zeta"]);
  });

  it("is asked for without queueing for the key's other calls", async () => {
    const { ctx, db } = harness;
    await db.thirdPartyCredential.update({ where: { id }, data: { pacedUntil: LATER } });
    expect(await testThirdPartyCredential(ctx, { id })).toMatchObject({ status: "valid" });
    expect(await listProjects(ctx, { id })).not.toEqual([]);
  });

  it("are the projects that it can see, with their residency", async () => {
    const { ctx, projectId, openAiOrganisation, simulator } = harness;
    const residency = "EU_STORAGE_PROCESSING";
    const { id: europe } = simulator.state.createProject(openAiOrganisation, { name: "Europe", residency });
    expect(await listProjects(ctx, { id })).toEqual([
      { id: europe, name: "Europe", residency },
      { id: projectId, name: "Production", residency: undefined },
    ]);
  });

  it("are the projects that it may use; all of them, for members who set the limits", async () => {
    const { ctx, db, projectId } = harness;
    await db.thirdPartyCredential.update({ where: { id }, data: { projectIds: [projectId] } });
    const ids = async (more: { all?: boolean } = {}) =>
      (await listProjects(ctx, { id, ...more })).map((project) => project.id);
    expect(await ids()).toEqual([projectId]);
    expect((await ids({ all: true })).length).toBeGreaterThan(1);
    const viewer = { ...ctx, actor: { ...testOwner(ctx.actor.organisationId), role: "viewer" } as Actor };
    await expect(listProjects(viewer, { id, all: true })).rejects.toMatchObject({ code: "forbidden" });
  });
});
