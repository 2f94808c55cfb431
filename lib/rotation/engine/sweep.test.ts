import { afterAll, beforeAll, expect, it } from "vitest";
import { v7 as uuidv7 } from "uuid";
import type { WakeQueue } from "@/lib/queue/queue";
import { type Harness, startHarness } from "../testing/harness";
import { sweep } from "./sweep";

let harness: Harness;
beforeAll(async () => {
  harness = await startHarness();
});
afterAll(() => harness.stop());

it("wakes everything that is due, however long that takes: a transaction may last five seconds at most", async () => {
  const { db, create, projectId, root } = harness;
  const { id } = await create();
  const past = new Date(Date.now() - 60_000);
  await db.mintedCredential.createMany({
    data: Array.from({ length: 120 }, (_, index) => ({
      id: uuidv7(),
      rotatingSecretId: id,
      thirdPartyCredentialId: root.id,
      state: "REVOKING" as const,
      serviceAccountName: `overdue-${index}`,
      projectId,
      fence: 1,
      sentAt: past,
      nextCheckAt: past,
    })),
  });
  const woken = new Set<string>();
  // A database far away, or busy.
  const slow: WakeQueue = {
    wakeMint: () => Promise.resolve(),
    async wakeSettle(tx, credentialId) {
      await tx.$queryRaw`SELECT 1 FROM pg_sleep(0.05)`;
      woken.add(credentialId);
    },
  };
  expect(await sweep(db, slow)).toBe(120);
  expect(woken.size).toBe(120);
}, 30_000);
