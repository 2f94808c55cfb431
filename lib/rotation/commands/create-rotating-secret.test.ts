import { aSecret } from "@/proof/harness/builders";
import pino from "pino";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createWebhook } from "@/lib/notifications/create-webhook";
import type { FaultInput } from "@/simulator/faults";
import { getOverview } from "../queries/get-overview";
import { listRotatingSecrets } from "../queries/list-rotating-secrets";
import type { Store } from "../store/store";
import { type Harness, startHarness } from "@/proof/harness/harness";
import { rotatingSecretInput } from "@/proof/harness/test-services";
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

/** The store, with an action after its `nth` unit has been committed. */
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
    listed: (await listRotatingSecrets(ctx, { environmentId, limit: 200 })).rotatingSecrets,
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
  it.each(faults)("if it %s", async (_, fault, code) => {
    const { ctx, simulator } = harness;
    simulator.state.addFault(fault);
    const quick = { ...ctx, clock: { ...ctx.clock, sleep: () => Promise.resolve() } };
    await expect(createRotatingSecret(quick, inputOf(1))).rejects.toMatchObject({ code });
    simulator.state.clearFaults();
    await harness.work();
    expect(await seen()).toEqual(NOTHING);
  });

  it("if an output's key was taken meanwhile", async () => {
    const { ctx, db, environmentId } = harness;
    const input = inputOf(1);
    const store = afterUnit(1, async () => {
      const key = input.outputs.api_key;
      await db.secret.create({ data: aSecret(environmentId, { key }) });
    });
    await expect(createRotatingSecret({ ...ctx, store }, input)).rejects.toMatchObject({
      code: "key_exists",
    });
    await db.secret.deleteMany();
    expect(await seen()).toEqual(NOTHING);
  });

  it("if a worker has already revoked its account", async () => {
    const { ctx, simulator, work } = harness;
    simulator.state.addFault({ kind: "api_key_null", match: MINT });
    // The intent was the first unit; the second has recorded the account without a key.
    const creation = createRotatingSecret({ ...ctx, store: afterUnit(2, work) }, inputOf(1));
    await expect(creation).rejects.toMatchObject({ code: "provider_malformed_response" });
    expect(await seen()).toEqual(NOTHING);
  });
});

it("reports that its mint was given up meanwhile, and leaves its account outstanding", async () => {
  const { ctx, db } = harness;
  const lose = async () => {
    const data = { state: "UNKNOWN" as const, nextCheckAt: new Date(Date.now() + 3_600_000) };
    await db.mintedCredential.updateMany({ where: { state: "SENDING" }, data });
  };
  await expect(createRotatingSecret({ ...ctx, store: afterUnit(1, lose) }, inputOf(1))).rejects.toMatchObject(
    {
      code: "conflict",
    },
  );
  expect(await seen()).toEqual(NOTHING);
});

it("reports its failure although its account can't be deleted at that moment", async () => {
  const { ctx, simulator, work } = harness;
  const warned: unknown[] = [];
  const log = pino({ level: "warn" }, { write: (line: string) => warned.push(JSON.parse(line)) });
  simulator.state.addFault({ kind: "api_key_null", match: MINT });
  // Intent, save, abandonment. Then the outstanding revocation is checked.
  const store = afterUnit(3, () => Promise.resolve());
  let units = 0;
  const failing: Store = {
    ...store,
    inUnit: async (run) => {
      units += 1;
      if (units > 3) throw new Error("The connection broke.");
      return await store.inUnit(run);
    },
  };
  await expect(createRotatingSecret({ ...ctx, log, store: failing }, inputOf(1))).rejects.toMatchObject({
    code: "provider_malformed_response",
  });
  expect(warned).toMatchObject([{ msg: "Rotation failed" }, { msg: "A revocation is left to the worker" }]);
  await work();
  expect(await seen()).toEqual(NOTHING);
});

it("stores what was requested, who requested it, and what the provider says about the project", async () => {
  const { ctx, db } = harness;
  const config = { ...inputOf(1).config, keyLifetimeSeconds: 86_400 };
  const input = { ...inputOf(1), description: "For the shop.", config };
  const { id } = await createRotatingSecret(ctx, input);
  const { actor } = ctx;
  expect(await harness.secret(id)).toMatchObject({
    organisationId: actor.organisationId,
    environmentId: input.environmentId,
    thirdPartyCredentialId: input.thirdPartyCredentialId,
    provider: "openai",
    name: input.name,
    description: input.description,
    projectId: config.projectId,
    projectName: "Production",
    projectResidency: "GLOBAL",
    nameTemplate: config.nameTemplate,
    keyLifetimeSeconds: config.keyLifetimeSeconds,
    rotationIntervalSeconds: input.rotationIntervalSeconds,
    revocationDelaySeconds: input.revocationDelaySeconds,
    createdByUserId: actor.kind === "user" ? actor.userId : "",
  });
  const token = {
    kind: "token" as const,
    organisationId: actor.organisationId,
    tokenId: id,
    name: "ci",
    scopes: ["admin" as const],
    environmentIds: [],
    keys: [],
    expiresAt: null,
    answersTo: null,
  };
  const made = await createRotatingSecret({ ...ctx, actor: token }, inputOf(3));
  expect(await harness.secret(made.id)).toMatchObject({ createdByUserId: null, keyLifetimeSeconds: null });
  await db.rotatingSecret.updateMany({ data: { deletedAt: new Date() } });
  await db.secret.deleteMany();
});

it("returns the secret if its last commit succeeded and only the response to it was lost", async () => {
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
