/**
 * A request with an unknown outcome that can't be searched for may have left an account behind. Everyone can
 * see that.
 */
import { afterAll, beforeAll, expect, it } from "vitest";
import { getRotatingSecret } from "../queries/get-rotating-secret";
import { type Harness, startHarness } from "@/proof/harness/harness";

let harness: Harness;
beforeAll(async () => {
  harness = await startHarness();
});
afterAll(() => harness.stop());

const HOUR = 3_600;
const PATH = "/service_accounts$";

it("shows as degraded and outstanding until it can be searched for", async () => {
  const { state } = harness.simulator;
  const { id } = await harness.create();
  const shown = async () => {
    const { health, owed, lastFailure } = await getRotatingSecret(harness.ctx, { id });
    const { toldHealth } = await harness.secret(id);
    return { health, owed, lastFailure, toldHealth };
  };
  state.addFault({ kind: "drop_after", match: { method: "POST", pathPattern: PATH } });
  const listing = state.addFault({
    kind: "status",
    status: 503,
    match: { method: "GET", pathPattern: PATH, times: null },
  });
  await harness.elapse(id, HOUR);
  await harness.work();
  await harness.elapse(id, 45);
  await harness.work();
  expect((await harness.credentials(id)).map(({ state }) => state)).toEqual([
    "EXPIRING",
    "UNKNOWN",
    "ACTIVE",
  ]);
  expect(await shown()).toEqual({ health: "degraded", owed: 1, lastFailure: null, toldHealth: "degraded" });

  state.clearFaults(listing);
  await harness.elapse(id, 120);
  await harness.work();
  expect(await shown()).toEqual({ health: "healthy", owed: 0, lastFailure: null, toldHealth: "healthy" });
});

it("doesn't count while no search has failed", async () => {
  const { state } = harness.simulator;
  const { id } = await harness.create();
  state.addFault({ kind: "drop_before", match: { method: "POST", pathPattern: PATH } });
  await harness.elapse(id, HOUR);
  await harness.work();
  await harness.elapse(id, 45);
  await harness.work();
  expect((await harness.credentials(id)).map(({ state }) => state)).toEqual([
    "EXPIRING",
    "UNKNOWN",
    "ACTIVE",
  ]);
  expect(await getRotatingSecret(harness.ctx, { id })).toMatchObject({ health: "healthy", owed: 0 });
});
