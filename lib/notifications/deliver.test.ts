import { afterEach, beforeEach, expect, it } from "vitest";
import { deliverNext } from "./deliver";
import { dispatchNotifications } from "./dispatch";
import { getWebhook } from "./get-webhook";
import { listDeliveries } from "./list-deliveries";
import { purgeNotifications } from "./purge";
import { redeliver } from "./redeliver";
import { MOST_ATTEMPTS } from "./retry-schedule";
import { rotateWebhookSecret } from "./rotate-webhook-secret";
import { testWebhook } from "./test-webhook";
import { type Notifications, startNotifications } from "@/proof/harness/notifications/notifications";
import { type Received, verified } from "@/proof/harness/notifications/receiver";
import { updateWebhook } from "./update-webhook";

let world: Notifications;
beforeEach(async () => {
  world = await startNotifications();
});
afterEach(() => world.stop());

const HOUR = 3_600;
const DAY = 86_400;

function last(): Received {
  const received = world.receiver.received.at(-1);
  if (received === undefined) throw new Error("Nothing was received.");
  return received;
}

it("is retried with growing delays, as the same message, until it is given up, and then by hand", async () => {
  const { id, secret } = await world.webhook({ types: ["rotating_secret.rotated"] });
  world.receiver.answers.status = 500;
  await world.create();
  await world.sendAll();
  await world.sendAll();
  expect(world.receiver.received).toHaveLength(1);
  const [first] = await world.deliveries();
  expect(first).toMatchObject({
    state: "pending",
    attempts: 1,
    lastStatus: 500,
    lastError: "The receiver returned 500.",
  });
  const untilSecond = (first?.nextAttemptAt?.getTime() ?? 0) - Date.now();
  expect(untilSecond).toBeGreaterThan(3_000);
  expect(untilSecond).toBeLessThan(6_000);
  for (let turn = 0; turn < 12; turn++) {
    await world.wait(20 * HOUR);
    await world.sendAll();
  }
  expect(world.receiver.received).toHaveLength(MOST_ATTEMPTS);
  const ids = world.receiver.received.map(({ headers }) => headers["webhook-id"]);
  expect(new Set(ids).size).toBe(1);
  const page = await listDeliveries(world.ctx, { id, limit: 10 });
  expect(page).toMatchObject({ deliveries: [{ state: "failed", attempts: MOST_ATTEMPTS }] });

  world.receiver.answers.status = 200;
  await redeliver(world.ctx, { id, deliveryId: page.deliveries[0]?.id ?? "" });
  await world.sendAll();
  expect(verified(secret, last()).type).toBe("rotating_secret.rotated");
  expect(last().headers["webhook-id"]).toBe(ids[0]);
  expect(await listDeliveries(world.ctx, { id, limit: 10 })).toMatchObject({
    deliveries: [{ state: "delivered", attempts: 1, lastStatus: 200, nextAttemptAt: null }],
  });
});

it("survives the worker that claimed it", async () => {
  await world.webhook();
  await world.create();
  await dispatchNotifications(world.services);
  const dead = { ...world.services, db: diesAfterClaim(world.db) };
  await expect(deliverNext(dead)).rejects.toThrow("killed");
  expect(await deliverNext(world.services)).toBe(false);
  await world.wait(60);
  expect(await deliverNext(world.services)).toBe(true);
  expect(world.receiver.types()).toEqual(["rotating_secret.rotated"]);
});

it("waits for the previous one to the same receiver, but not for another receiver's", async () => {
  const { id: slow } = await world.webhook();
  for (let turn = 0; turn < 2; turn++) await testWebhook(world.ctx, { id: slow });
  const mayAnswer = Promise.withResolvers<void>();
  world.receiver.answers.after = mayAnswer.promise;
  const arrived = world.receiver.nextMessage();
  const sending = deliverNext(world.services);
  await arrived;
  expect(await deliverNext(world.services)).toBe(false);
  const { id: quick } = await world.webhook();
  await testWebhook(world.ctx, { id: quick });
  world.receiver.answers.after = Promise.resolve();
  expect(await deliverNext(world.services)).toBe(true);
  mayAnswer.resolve();
  expect(await sending).toBe(true);
  expect(await deliverNext(world.services)).toBe(true);
  expect(world.receiver.received).toHaveLength(3);
});

it("is never sent twice by concurrent workers", async () => {
  const many = await Promise.all(Array.from({ length: 5 }, () => world.webhook()));
  await world.create();
  await Promise.all([dispatchNotifications(world.services), dispatchNotifications(world.services)]);
  await Promise.all(
    Array.from({ length: 8 }, async () => {
      while (await deliverNext(world.services));
    }),
  );
  await world.sendAll();
  expect(world.receiver.received).toHaveLength(many.length);
});

it("is refused if its URL leads to a private network", async () => {
  const { id } = await world.webhook();
  const strict = {
    ...world.services,
    notifications: { ...world.services.notifications, webhookAllowPrivate: false },
  };
  await testWebhook(world.ctx, { id });
  expect(await deliverNext(strict)).toBe(true);
  expect(world.receiver.received).toEqual([]);
  const { deliveries } = await listDeliveries(world.ctx, { id, limit: 1 });
  expect(deliveries[0]?.lastError).toContain("private network");
});

it("is signed with both secrets after a change, with the new one alone a day later", async () => {
  const webhook = await world.webhook();
  const { secret: second } = await rotateWebhookSecret(world.ctx, { id: webhook.id });
  await testWebhook(world.ctx, { id: webhook.id });
  await world.sendAll();
  expect(verified(webhook.secret, last()).type).toBe("webhook.test");
  expect(verified(second, last()).type).toBe("webhook.test");

  const { secret: third } = await rotateWebhookSecret(world.ctx, { id: webhook.id });
  await testWebhook(world.ctx, { id: webhook.id });
  await world.sendAll();
  expect(() => verified(webhook.secret, last())).toThrow();
  expect(verified(second, last())).toEqual(verified(third, last()));

  await world.db.webhookSecret.updateMany({
    where: { expiresAt: { not: null } },
    data: { expiresAt: new Date(0) },
  });
  expect((await getWebhook(world.ctx, { id: webhook.id })).previousSecretExpiresAt).toBeNull();
  await testWebhook(world.ctx, { id: webhook.id });
  await world.sendAll();
  expect(() => verified(second, last())).toThrow();
  expect(verified(third, last()).type).toBe("webhook.test");
});

it("is one text in the Slack format, with nothing in it that Slack would take for markup", async () => {
  const { id } = await world.webhook({ format: "slack", types: ["rotating_secret.rotated"] });
  await world.create({ name: "<!channel> & co" });
  await world.sendAll();
  const message: unknown = JSON.parse(last().body);
  expect(message).toEqual({ text: expect.stringContaining("&lt;!channel&gt; &amp; co: rotated") as unknown });
  expect(last().body).toContain(`/environments/${world.environmentId}`);
  expect((await getWebhook(world.ctx, { id })).format).toBe("slack");
});

it("ends when its webhook is turned off, and is removed after the days that notifications are kept", async () => {
  const { id } = await world.webhook();
  world.receiver.answers.status = 503;
  await world.create();
  await world.sendAll();
  await updateWebhook(world.ctx, { id, enabled: false });
  expect((await world.deliveries())[0]).toMatchObject({ state: "failed", nextAttemptAt: null });
  await expect(testWebhook(world.ctx, { id })).rejects.toMatchObject({ code: "conflict" });
  await purgeNotifications(world.db, 30);
  expect(await world.deliveries()).toHaveLength(1);
  await world.db.notification.updateMany({ data: { at: new Date(Date.now() - 31 * DAY * 1000) } });
  await purgeNotifications(world.db, 30);
  expect(await world.deliveries()).toEqual([]);
});
/** A database of a process that is killed between claiming a delivery and sending it. */
function diesAfterClaim(db: Notifications["db"]): Notifications["db"] {
  // The extended client has the same methods; only its type differs.
  return db.$extends({
    query: {
      delivery: {
        findUnique() {
          throw new Error("killed");
        },
      },
    },
  }) as unknown as Notifications["db"];
}
