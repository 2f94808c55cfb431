import { afterEach, beforeEach, expect, it } from "vitest";
import { createWebhook } from "@/lib/notifications/create-webhook";
import { type Notifications, startNotifications } from "@/proof/harness/notifications/notifications";
import { startNotifier } from "./notifier";

let world: Notifications;
beforeEach(async () => {
  world = await startNotifications();
});
afterEach(() => world.stop());

it("sends what happens when it is woken, and what was left over; finishes what it is sending", async () => {
  const failures: unknown[] = [];
  await createWebhook(world.ctx, { name: "Ops", url: world.receiver.url, format: "standard", types: [] });
  await world.create();
  const leftOver = world.receiver.nextMessage();
  const notifier = startNotifier(world.services, (error) => failures.push(error));
  await leftOver;
  const fresh = world.receiver.nextMessage();
  const mayAnswer = Promise.withResolvers<void>();
  world.receiver.answers.after = mayAnswer.promise;
  await world.create();
  notifier.wake();
  await fresh;
  const stopped = notifier.stop();
  mayAnswer.resolve();
  await stopped;
  expect((await world.deliveries()).map(({ state }) => state)).toEqual(["delivered", "delivered"]);
  expect(failures).toEqual([]);
});
