import { afterAll, afterEach, beforeAll, expect, it } from "vitest";
import { type Harness, startHarness } from "@/proof/harness/harness";
import { callProvider } from "./call";
import { addWatches, claimLooks, lookInTurn } from "./key-watch";
import { distrustHistory } from "./lost-history";

/** The cost of the checks. */
let harness: Harness;
beforeAll(async () => {
  harness = await startHarness();
});
afterAll(() => harness.stop());
afterEach(() => harness.simulator.state.clearFaults());

const DAY = 86_400;
const PROJECTS = 12;

async function create(projectId: string): Promise<void> {
  const { id } = await harness.create({
    config: { projectId, nameTemplate: "phase-rs-{id}" },
    rotationIntervalSeconds: 365 * DAY,
  });
  await harness.elapse(id, 120);
}

/** Paths of the calls that the work makes. */
async function callsOf(work: () => Promise<unknown>): Promise<string[]> {
  await harness.db.thirdPartyCredential.updateMany({ data: { pacedUntil: null } });
  const { state } = harness.simulator;
  const before = state.lastSeq;
  await work();
  return state.history.filter(({ seq }) => seq > before).map(({ path }) => path);
}

it("one page for a hundred keys, and no check of keys that were used recently", async () => {
  const projectId = harness.simulator.state.createProject(harness.openAiOrganisation, { name: "Big" }).id;
  for (let nth = 0; nth < 3; nth++) await create(projectId);
  for (let nth = 0; nth < 247; nth++)
    harness.simulator.state.createServiceAccount(projectId, { name: `other ${nth}` });
  const calls = await callsOf(() => harness.watchKeys());
  expect(calls).toHaveLength(3);
  for (const path of calls) expect(path).toMatch(/api_keys\?.*limit=100/);
});

it("one check if two workers watch", async () => {
  await distrustHistory(harness.ctx);
  const calls = await callsOf(() => Promise.all([harness.watchKeys(), harness.watchKeys()]));
  expect(calls).toHaveLength(3);
});

it("no check by a worker that comes while another one's is running", async () => {
  await distrustHistory(harness.ctx);
  await addWatches(harness.ctx);
  expect(await claimLooks(harness.ctx)).not.toEqual([]);
  expect(await claimLooks(harness.ctx)).toEqual([]);
});

it("a few calls for an admin key without a response, however many projects it has; then none for a while", async () => {
  for (let nth = 0; nth < PROJECTS; nth++) {
    const name = `Project ${nth}`;
    await create(harness.simulator.state.createProject(harness.openAiOrganisation, { name }).id);
  }
  harness.simulator.state.addFault({ kind: "status", status: 503, match: { times: null } });
  await distrustHistory(harness.ctx);
  expect((await callsOf(() => harness.watchKeys())).length).toBeLessThanOrEqual(4);
  expect(await callsOf(() => harness.watchKeys())).toEqual([]);
});

it("nothing before its time, and each project once in its interval", async () => {
  await distrustHistory(harness.ctx);
  await addWatches(harness.ctx);
  for (;;) {
    const due = await claimLooks(harness.ctx);
    if (due.length === 0) break;
    await harness.db.thirdPartyCredential.updateMany({ data: { pacedUntil: null } });
    for (const { looks } of due) await lookInTurn(harness.ctx, looks);
  }
  const watches = await harness.db.keyWatch.findMany();
  expect(watches).toHaveLength(PROJECTS + 1);
  for (const { dueAt } of watches) {
    expect(dueAt.getTime()).toBeGreaterThan(Date.now() - 5_000);
    expect(dueAt.getTime()).toBeLessThan(Date.now() + 300_000);
  }
  expect(new Set(watches.map(({ dueAt }) => dueAt.getTime())).size).toBe(PROJECTS + 1);
});

it("leaves half of the burst to mints and revocations", async () => {
  const { ctx, db, root } = harness;
  const useUp = (calls: number) =>
    db.thirdPartyCredential.updateMany({ data: { pacedUntil: new Date(Date.now() + calls * 200) } });
  let waits = 0;
  const sleep = async () => {
    waits += 1;
    await useUp(0);
  };
  const engine = { ...ctx, clock: { ...ctx.clock, sleep } };
  const row = await ctx.store.inUnit((unit) => unit.rootCredential(root.id));
  await useUp(12);
  await callProvider(engine, row, () => Promise.resolve(), "usual");
  expect(waits).toBe(0);
  await useUp(12);
  await callProvider(engine, row, () => Promise.resolve(), "background");
  expect(waits).toBe(1);
});
