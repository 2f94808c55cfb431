import { notificationWriter } from "@/lib/notifications/write-notifications";
import { aCredential } from "@/proof/harness/builders";
import { beforeEach, afterEach, expect, it } from "vitest";
import { updateThirdPartyCredential } from "@/lib/third-party-credentials/update-third-party-credential";
import { rotateRotatingSecret } from "../commands/rotate-rotating-secret";
import { deleteRotatingSecret } from "../commands/delete-rotating-secret";
import type { WakeUp } from "@/lib/queue/queue";
import { WAKES_NOBODY } from "@/proof/harness/wakes-nobody";
import { createStore } from "../store/create-store";
import { type Harness, startHarness } from "@/proof/harness/harness";
import { mintWhenDue } from "./mint";

/** As many outstanding revocations as a secret rotated every minute has after two weeks without a successful one. */
const SETTLEMENTS = 20_000;
const BITE = 1_000;
const DAY_MS = 86_400_000;

/** The number of separate statements that a transaction may send for this many rows. */
const FEW = 50;

let harness: Harness;
let id: string;
let wakeUps: number;
const count = (rows: readonly WakeUp[]) => {
  wakeUps += rows.length;
  return Promise.resolve();
};

beforeEach(async () => {
  harness = await startHarness();
  const queue = { ...WAKES_NOBODY, wake: count };
  Object.assign(harness.ctx, { queue, store: createStore(harness.db, queue, notificationWriter) });
  id = (await harness.create()).id;
  const later = new Date(Date.now() + DAY_MS);
  const owner = { rotatingSecretId: id, thirdPartyCredentialId: harness.root.id };
  const first = await harness.db.mintedCredential.create({
    data: {
      ...aCredential(owner, { projectId: harness.projectId, serviceAccountId: "svc_acct_0" }),
      nextCheckAt: later,
      failureCount: 5,
      lastFailureCode: "provider_auth_failed",
    },
  });
  // In batches, each well within a statement's time limit.
  for (let from = 1; from < SETTLEMENTS; from += BITE)
    await harness.db.$executeRaw`
      INSERT INTO minted_credential
      SELECT (jsonb_populate_record(first, jsonb_build_object(
               'id', gen_random_uuid(),
               'service_account_id', 'svc_acct_' || number,
               'service_account_name', 'svc ' || number))).*
        FROM minted_credential AS first,
             generate_series(${from}::int, least(${from}::int + ${BITE}::int, ${SETTLEMENTS}::int) - 1) AS number
       WHERE first.id = ${first.id}::uuid`;
  wakeUps = 0;
}, 120_000);
afterEach(() => harness.stop());

const stillWaiting = () =>
  harness.db.mintedCredential.count({
    where: { state: "REVOKING", nextCheckAt: { gt: new Date(Date.now() + 3_600_000) } },
  });

it("a replaced admin key makes twenty thousand settlements due", async () => {
  const { ctx, root, simulator, openAiOrganisation } = harness;
  const adminApiKey = simulator.state.createAdminKey(openAiOrganisation);
  await updateThirdPartyCredential(ctx, { id: root.id, adminApiKey });
  expect(await stillWaiting()).toBe(0);
  expect(wakeUps).toBeLessThan(FEW);
}, 120_000);

it("break-glass rotates with twenty thousand settlements, and makes them due", async () => {
  await rotateRotatingSecret(harness.ctx, { id, mode: "break_glass" });
  expect(await mintWhenDue(harness.ctx, id)).toMatchObject({ kind: "exposed" });
  expect(await stillWaiting()).toBe(0);
  expect(wakeUps).toBeLessThan(FEW);
}, 120_000);

it("a rotating secret with twenty thousand settlements can be deleted", async () => {
  await deleteRotatingSecret(harness.ctx, { id });
  expect((await harness.secret(id)).deletedAt).not.toBeNull();
  // Some were attempted immediately and failed. Those are postponed by seconds.
  expect(await stillWaiting()).toBe(0);
  expect(wakeUps).toBeLessThan(FEW);
}, 120_000);
