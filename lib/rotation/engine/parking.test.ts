import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { DomainError } from "@/lib/errors";
import { listProjects } from "@/lib/third-party-credentials/list-projects";
import { testThirdPartyCredential } from "@/lib/third-party-credentials/test-third-party-credential";
import { type Harness, startHarness } from "@/proof/harness/harness";
import { callProvider } from "./call";
import { findDue } from "./due";
import { takeInventory } from "./inventory";
import { mintWhenDue } from "./mint";
import { settle } from "./settle";

let harness: Harness;
let id: string;
let calls: () => number;

beforeEach(async () => {
  harness = await startHarness();
  id = (await harness.create()).id;
  await harness.elapse(id, 3_600);
  const { state } = harness.simulator;
  const before = state.history.length;
  calls = () => state.history.length - before;
});
afterEach(() => harness.stop());

const parkedUntil = async () =>
  (await harness.db.thirdPartyCredential.findUniqueOrThrow({ where: { id: harness.root.id } })).parkedUntil;
const secondsParked = async () => Math.round((Number(await parkedUntil()) - Date.now()) / 1000);
const slowDown = (retryAfter: number, method?: string) =>
  harness.simulator.state.addFault({ kind: "status", status: 429, retryAfter, match: { method } });
const park = (seconds: number) =>
  harness.db.thirdPartyCredential.update({
    where: { id: harness.root.id },
    data: { parkedUntil: new Date(Date.now() + seconds * 1000) },
  });

/** A credential whose account must be deleted now. */
async function settlement(): Promise<string> {
  await mintWhenDue(harness.ctx, id);
  await harness.elapse(id, 601);
  return (await harness.credentials(id))[0]?.id ?? "";
}

describe("a response 429 parks the admin key", () => {
  it("at a mint", async () => {
    slowDown(70, "POST");
    await mintWhenDue(harness.ctx, id);
    expect(await secondsParked()).toBeCloseTo(70, -1);
    expect(Number((await harness.secret(id)).retryAt)).toBeGreaterThanOrEqual(Number(await parkedUntil()));
  });

  it("at a revocation", async () => {
    const credentialId = await settlement();
    slowDown(70, "DELETE");
    await settle(harness.ctx, credentialId);
    expect(await secondsParked()).toBeCloseTo(70, -1);
    const [row] = await harness.credentials(id);
    expect(Number(row?.nextCheckAt)).toBeGreaterThanOrEqual(Number(await parkedUntil()));
  });

  it("at an inventory, and when a caller waits for the response", async () => {
    slowDown(70);
    await takeInventory(harness.ctx, harness.root.id);
    expect(await secondsParked()).toBeCloseTo(70, -1);
    await park(-1);
    slowDown(90);
    await expect(listProjects(harness.ctx, { id: harness.root.id })).rejects.toMatchObject({
      code: "provider_rate_limited",
    });
    expect(await secondsParked()).toBeCloseTo(90, -1);
  });

  it("for the longest requested time", async () => {
    const root = await harness.ctx.store.inUnit((unit) => unit.rootCredential(harness.root.id));
    const at = (seconds: number) => new Date(Date.now() + seconds * 1000);
    await harness.ctx.store.inUnit((unit) => unit.parkRoot(root, at(300)));
    await harness.ctx.store.inUnit((unit) => unit.parkRoot(root, at(5)));
    expect(await secondsParked()).toBeCloseTo(300, -1);
  });
});

describe("while an admin key is parked, no call is made with it", () => {
  beforeEach(async () => {
    await park(60);
  });

  it("to mint", async () => {
    expect(await mintWhenDue(harness.ctx, id)).toEqual({ kind: "nothing" });
    expect(calls()).toBe(0);
  });

  it("to revoke: the settlement waits until then, without a failure", async () => {
    await park(-1);
    const credentialId = await settlement();
    const made = calls();
    await park(60);
    await settle(harness.ctx, credentialId);
    expect(calls()).toBe(made);
    const [row] = await harness.credentials(id);
    expect(row).toMatchObject({ state: "REVOKING", failureCount: 0, leaseUntil: null });
    expect(Number(row?.nextCheckAt) - Date.now()).toBeGreaterThan(50_000);
  });

  it("to compare accounts", async () => {
    await takeInventory(harness.ctx, harness.root.id);
    expect(calls()).toBe(0);
  });

  it("for a person: the response says when to retry", async () => {
    const { ctx, root, create } = harness;
    const asks = [
      () => create(),
      () => listProjects(ctx, { id: root.id }),
      () => testThirdPartyCredential(ctx, { id: root.id }),
    ];
    for (const ask of asks) {
      const error = await ask().then(
        () => expect.unreachable(),
        (thrown: unknown) => thrown as DomainError,
      );
      expect(error.details.retryAfterSeconds).toBeGreaterThan(50);
    }
    expect(calls()).toBe(0);
  });

  it("and its due rows are left unchanged", async () => {
    const allowance = { spacingSeconds: 0.2, burst: 20 };
    expect(await findDue(harness.db, 10, { allowance })).toEqual([]);
    expect(await findDue(harness.db, 10)).toMatchObject([{ kind: "mint", id }]);
  });
});

it("each page of a listing takes its turn", async () => {
  const { ctx, root, simulator, projectId, openAiOrganisation } = harness;
  for (let nth = 0; nth < 450; nth++)
    simulator.state.createServiceAccount(projectId, { name: `of-${openAiOrganisation}-${nth}` });
  const turns: string[] = [];
  const store = {
    ...ctx.store,
    takeCall: (...input: Parameters<typeof ctx.store.takeCall>) => {
      turns.push(input[0]);
      return ctx.store.takeCall(...input);
    },
  };
  const before = calls();
  await takeInventory({ ...ctx, store }, root.id);
  expect(calls() - before).toBe(5);
  expect(turns).toHaveLength(5);
});

it("a call counts, whatever it is for", async () => {
  const { ctx, db, root } = harness;
  const row = await ctx.store.inUnit((unit) => unit.rootCredential(root.id));
  await db.thirdPartyCredential.updateMany({ data: { pacedUntil: null } });
  const paced = async () =>
    Number((await db.thirdPartyCredential.findUniqueOrThrow({ where: { id: root.id } })).pacedUntil);
  const began = Date.now();
  for (let nth = 0; nth < 15; nth++) await callProvider(ctx, row, () => Promise.resolve(null));
  // Fifteen calls of a fifth of a second each, minus the time since.
  expect((await paced()) - began).toBeGreaterThanOrEqual(15 * 200 - 50);
});
