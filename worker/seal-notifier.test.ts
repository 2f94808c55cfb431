import { randomBytes } from "node:crypto";
import { afterEach, beforeEach, expect, it } from "vitest";
import { Keyring } from "@/lib/crypto/keyring";
import { ensureInstance } from "@/lib/instance/instance";
import { writeSealNotification, forgetSeal } from "@/lib/notifications/seal-notification";
import { type Notifications, startNotifications } from "@/proof/harness/notifications/notifications";
import { startSealNotifier } from "./seal-notifier";

let world: Notifications;
beforeEach(async () => {
  world = await startNotifications();
  await ensureInstance(world.db, new Keyring([{ id: "k1", key: randomBytes(32) }]));
});
afterEach(() => world.stop());

it("notifies by webhook and email that the installation is sealed, and of nothing else", async () => {
  const { db, receiver, mailbox } = world;
  const organisation = await db.organisation.findFirstOrThrow();
  const user = await db.user.create({ data: { email: "owner@example.com", passwordHash: "none" } });
  await db.member.create({ data: { organisationId: organisation.id, userId: user.id, role: "owner" } });
  await world.webhook();
  // What the original hasn't sent yet when it is copied.
  await world.create();
  const failures: unknown[] = [];
  const arrived = receiver.nextMessage();
  const notifier = startSealNotifier(world.services, "It is a copy.", (error) => failures.push(error), 1);
  await arrived;
  await notifier.stop();

  expect(failures).toEqual([]);
  expect(receiver.types()).toEqual(["installation.sealed"]);
  expect(receiver.received[0]?.body).toContain("It is a copy.");
  expect(mailbox.subjects()).toEqual(["[Phase] Phase: Phase is sealed and rotates nothing"]);
  expect(mailbox.mails[0]?.raw).toContain("https://phase.example.com/settings");
  await world.sendAll();
  expect(receiver.types()).toContain("rotating_secret.rotated");
});

it("reports each reason once, and again if it returns", async () => {
  const { db } = world;
  expect(await writeSealNotification(db, "It is a copy.")).toBe(true);
  expect(await writeSealNotification(db, "It is a copy.")).toBe(false);
  expect(await writeSealNotification(db, "Wrong key ring.")).toBe(true);
  await forgetSeal(db);
  expect(await writeSealNotification(db, "Wrong key ring.")).toBe(true);
  expect(await db.notification.count({ where: { type: "installation.sealed" } })).toBe(3);
});

it("is silent about a seal that disappears within a minute", async () => {
  const looks: string[] = [];
  const notifier = startSealNotifier(world.services, "It is a copy.", (error) => looks.push(String(error)));
  await notifier.stop();
  expect(await world.db.notification.count({ where: { type: "installation.sealed" } })).toBe(0);
  expect(looks).toEqual([]);
});
