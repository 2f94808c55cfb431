import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Harness, startHarness } from "@/proof/harness/harness";
import { listProjects } from "./list-projects";
import { keyHintOf, showThirdPartyCredential } from "./show";

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

  it("are its times and the accounts that belong to nobody; no provider is invented", async () => {
    const unknown = { ...(await row()), provider: "other" };
    await expect(showThirdPartyCredential(harness.ctx, unknown)).rejects.toThrow('no provider "other"');
    const shown = await showThirdPartyCredential(harness.ctx, await row());
    expect(shown).toMatchObject({
      provider: "openai",
      keyExpiresAt: null,
      inventoriedAt: null,
      unclaimedAccounts: [],
    });
    const dated = { ...(await row()), keyExpiresAt: LATER, inventoriedAt: LATER };
    expect(await showThirdPartyCredential(harness.ctx, dated)).toMatchObject({
      keyExpiresAt: LATER.toISOString(),
      inventoriedAt: LATER.toISOString(),
    });
  });

  it("are the projects that it sees, with where their data is kept", async () => {
    const { ctx, projectId, openAiOrganisation, simulator } = harness;
    const residency = "EU_STORAGE_PROCESSING";
    const { id: europe } = simulator.state.createProject(openAiOrganisation, { name: "Europe", residency });
    expect(await listProjects(ctx, { id })).toEqual([
      { id: europe, name: "Europe", residency },
      { id: projectId, name: "Production", residency: undefined },
    ]);
  });
});
