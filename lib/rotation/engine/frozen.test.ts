import { PrismaPg } from "@prisma/adapter-pg";
import { afterAll, beforeAll, expect, it, vi } from "vitest";
import { notificationWriter } from "@/lib/notifications/write-notifications";
import { connectionTo } from "@/lib/database/connect";
import { isBusy } from "@/lib/database/busy";
import { PrismaClient } from "@/lib/generated/prisma/client";
import { type Harness, startHarness } from "@/proof/harness/harness";
import { createStore } from "../store/create-store";
import { mintWhenDue } from "./mint";

let harness: Harness;
beforeAll(async () => {
  harness = await startHarness();
});
afterAll(() => harness.stop());

// A stopped process or paused machine keeps its connections, and so its locks. Its own timers don't run.
it("a worker that freezes in a transaction doesn't take down its secret's or other connections", async () => {
  const { ctx, create, elapse } = harness;
  const { id } = await create();
  const { id: another } = await create();
  for (const secretId of [id, another]) await elapse(secretId, 3_600);
  const locked = Promise.withResolvers<void>();
  const thawed = Promise.withResolvers<void>();
  const timeless = new PrismaClient({
    adapter: new PrismaPg(connectionTo(harness.url)),
    transactionOptions: { timeout: 60_000 },
  });
  const frozen = createStore(timeless, ctx.queue, notificationWriter).inUnit(async (unit) => {
    await unit.lockSecret(id);
    locked.resolve();
    await thawed.promise;
    await unit.updateSecret(id, { failureCount: 7 });
  });
  const outcome = frozen.then(
    () => "committed",
    () => "refused",
  );
  await locked.promise;

  // As many as the pool has connections left. The one that inherits another's place in the row's queue waits
  // again, and
  // may be there when the frozen one loses its lock: PostgreSQL's lock_timeout is for each wait.
  const blocked = await Promise.allSettled(Array.from({ length: 9 }, () => mintWhenDue(ctx, id)));
  const busy = blocked.filter((result) => result.status === "rejected" && isBusy(result.reason));
  expect(busy.length).toBeGreaterThanOrEqual(blocked.length - 1);
  expect(await mintWhenDue(ctx, another)).toMatchObject({ kind: "exposed" });

  const isMinted = async () => {
    await mintWhenDue(ctx, id);
    return (await harness.credentials(id)).map(({ state }) => state);
  };
  await vi.waitFor(async () => expect(await isMinted()).toEqual(["EXPIRING", "ACTIVE"]), {
    timeout: 20_000,
    interval: 500,
  });
  thawed.resolve();
  expect(await outcome).toBe("refused");
  expect((await harness.secret(id)).failureCount).toBe(0);
  await timeless.$disconnect();
}, 40_000);
