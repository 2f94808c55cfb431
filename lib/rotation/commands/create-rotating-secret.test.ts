import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createWebhook } from "@/lib/notifications/create-webhook";
import type { FaultInput } from "@/simulator/faults";
import { getOverview } from "../queries/get-overview";
import { listRotatingSecrets } from "../queries/list-rotating-secrets";
import type { Store } from "../store";
import { type Harness, startHarness } from "../testing/harness";
import { rotatingSecretInput } from "../testing/services";
import { createRotatingSecret } from "./create-rotating-secret";

let harness: Harness;
beforeAll(async () => {
  harness = await startHarness();
  await createWebhook(harness.ctx, {
    name: "Ops",
    url: "https://ops.example.com",
    format: "standard",
    types: [],
  });
});
afterAll(() => harness.stop());

const MINT = { method: "POST", pathPattern: "/service_accounts$" };

function inputOf(nth: number) {
  const { environmentId, root, projectId } = harness;
  return rotatingSecretInput(nth, { environmentId, thirdPartyCredentialId: root.id, projectId });
}

/** The store with something done after its `nth` unit has been committed. */
function afterUnit(nth: number, then: () => Promise<void>): Store {
  let units = 0;
  return {
    ...harness.ctx.store,
    async inUnit(run) {
      const result = await harness.ctx.store.inUnit(run);
      units += 1;
      if (units === nth) await then();
      return result;
    },
  };
}

async function seen() {
  const { ctx, db, environmentId } = harness;
  const { items, activity } = await getOverview(ctx);
  return {
    listed: await listRotatingSecrets(ctx, { environmentId }),
    overview: items,
    failures: activity.map(({ failures }) => failures).reduce((sum, count) => sum + count),
    outputs: await db.secret.findMany(),
    told: await db.notification.findMany({ where: { type: { startsWith: "rotating_secret." } } }),
    accounts: harness.accounts(),
  };
}

const NOTHING = { listed: [], overview: [], failures: 0, outputs: [], told: [], accounts: [] };

describe("a create whose first mint fails leaves nothing to see, and no account", () => {
  const faults: [string, FaultInput, string][] = [
    ["is refused", { kind: "status", status: 422, match: MINT }, "provider_rejected"],
    ["brings no key", { kind: "api_key_null", match: MINT }, "provider_malformed_response"],
    [
      "brings a key that is refused",
      {
        kind: "status",
        status: 401,
        code: "invalid_api_key",
        match: { pathPattern: "/models$", times: null },
      },
      "key_not_accepted",
    ],
  ];
  it.each(faults)("where it %s", async (_, fault, code) => {
    const { ctx, simulator } = harness;
    simulator.state.addFault(fault);
    const quick = { ...ctx, clock: { ...ctx.clock, sleep: () => Promise.resolve() } };
    await expect(createRotatingSecret(quick, inputOf(1))).rejects.toMatchObject({ code });
    simulator.state.clearFaults();
    await harness.work();
    expect(await seen()).toEqual(NOTHING);
  });

  it("where an output's key was taken meanwhile", async () => {
    const { ctx, db, environmentId } = harness;
    const input = inputOf(1);
    const store = afterUnit(1, async () => {
      const key = input.outputs.api_key ?? "";
      await db.secret.create({ data: { environmentId, key, envelope: "someone else's" } });
    });
    await expect(createRotatingSecret({ ...ctx, store }, input)).rejects.toMatchObject({
      code: "key_exists",
    });
    await db.secret.deleteMany();
    expect(await seen()).toEqual(NOTHING);
  });

  it("where a worker has paid its debt meanwhile", async () => {
    const { ctx, simulator, work } = harness;
    simulator.state.addFault({ kind: "api_key_null", match: MINT });
    // The intent was the first unit; the second has recorded the account without a key.
    const creation = createRotatingSecret({ ...ctx, store: afterUnit(2, work) }, inputOf(1));
    await expect(creation).rejects.toMatchObject({ code: "provider_malformed_response" });
    expect(await seen()).toEqual(NOTHING);
  });
});

it("answers with the secret where its last commit succeeded and only the answer to it was lost", async () => {
  const { ctx } = harness;
  // Intent, save, exposure.
  const store = afterUnit(3, () => Promise.reject(new Error("The connection broke.")));
  const created = await createRotatingSecret({ ...ctx, store }, inputOf(2));
  expect(created).toMatchObject({ name: "OpenAI 2", health: "healthy" });
  expect(await harness.eventTypes(created.id)).toEqual([
    "rotating_secret.created",
    "credential.mint_started",
    "credential.minted",
    "credential.exposed",
  ]);
});
