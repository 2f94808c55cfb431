import { afterEach, beforeEach, expect, it } from "vitest";
import { notificationWriter } from "@/lib/notifications/write-notifications";
import { createBoss } from "@/lib/queue/boss";
import { createWakeQueue } from "@/lib/queue/queue";
import { createStore } from "@/lib/rotation/store/create-store";
import { type Harness, startHarness } from "@/proof/harness/harness";
import type { Loop } from "./loop";
import { NO_MEMORY } from "./testing/no-memory";
import { startWorker } from "./worker";

const HOUR = 3_600;
/** More than a lane accepts at the same time. */
const REGIONAL_SECRETS = 12;
const USUAL_SECRETS = 4;

let harness: Harness;
let worker: Loop;
beforeEach(async () => {
  harness = await startHarness({
    settings: {
      // With the shipped settings, waiting for a call's timeout takes longer than this test.
      timing: { scale: 1, providerTimeoutSeconds: 30 },
      minRotationIntervalSeconds: 1,
      verifyBeforeExpose: true,
      keyWatchIntervalSeconds: 300,
    },
  });
});
afterEach(async () => {
  await worker.stop();
  await harness.stop();
});

async function work(): Promise<void> {
  const boss = createBoss(harness.url);
  await boss.start();
  const { db, ctx } = harness;
  const queue = createWakeQueue(boss);
  const services = { ...ctx, queue, store: createStore(db, queue, notificationWriter) };
  worker = await startWorker(boss, services, {
    reconcileIntervalSeconds: 60,
    drainSeconds: 0,
    memory: NO_MEMORY,
  });
}

it("a hanging region's host delays only the keys that are checked there, even of the same admin key", async () => {
  const { simulator, openAiOrganisation, create, elapse } = harness;
  const { state } = simulator;
  const europe = { name: "Europe", residency: "EU_STORAGE_PROCESSING" };
  const { id: projectId } = state.createProject(openAiOrganisation, europe);
  const config = { projectId, nameTemplate: "phase-rs-{id}" };
  for (let nth = 0; nth < REGIONAL_SECRETS; nth++) await elapse((await create({ config })).id, 2 * HOUR);
  for (let nth = 0; nth < USUAL_SECRETS; nth++)
    await elapse((await create({ revocationDelaySeconds: 0 })).id, HOUR);
  await harness.db.thirdPartyCredential.updateMany({ data: { pacedUntil: null } });
  state.addFault({ kind: "hang", match: { region: "eu", times: null } });
  const from = state.lastSeq;
  const calls = () => state.history.filter(({ seq }) => seq > from);
  const trials = () => calls().filter(({ path }) => path.startsWith("/regions/eu/"));
  await work();
  // Each normal secret's previous key is revoked, so its rotation completed.
  await state.waitFor(
    () =>
      trials().length > 0 && calls().filter(({ effect }) => effect === "deleted").length === USUAL_SECRETS,
    25_000,
  );
  expect(trials().filter(({ endedAt }) => endedAt !== null)).toEqual([]);
  expect(trials().length).toBeLessThan(REGIONAL_SECRETS);
}, 60_000);
