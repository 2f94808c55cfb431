import { afterAll, beforeAll, expect, it } from "vitest";
import type { Store } from "../store";
import { type Harness, startHarness } from "../testing/harness";
import { createRotatingSecret } from "./create-rotating-secret";

let harness: Harness;
beforeAll(async () => {
  harness = await startHarness();
});
afterAll(() => harness.stop());

it("answers with the first mint's failure though a worker has paid its debt meanwhile", async () => {
  const { ctx, simulator, work } = harness;
  simulator.state.addFault({
    kind: "api_key_null",
    match: { method: "POST", pathPattern: "/service_accounts$" },
  });
  let units = 0;
  const store: Store = {
    async inUnit(run) {
      const result = await ctx.store.inUnit(run);
      units += 1;
      // The intent was the first unit; the second has recorded the account without a key.
      if (units === 2) await work();
      return result;
    },
  };
  const creation = createRotatingSecret(
    { ...ctx, store },
    {
      environmentId: harness.environmentId,
      name: "OpenAI",
      description: "",
      provider: "openai",
      thirdPartyCredentialId: harness.root.id,
      config: { projectId: harness.projectId, nameTemplate: "phase-rs-{id}" },
      rotationIntervalSeconds: 3_600,
      revocationDelaySeconds: 600,
      outputs: { api_key: "OPENAI_API_KEY" },
    },
  );
  await expect(creation).rejects.toMatchObject({ code: "provider_malformed_response" });
  const [row] = await harness.db.mintedCredential.findMany();
  expect(row?.state).toBe("REVOKED");
  expect(harness.accounts()).toEqual([]);
});
