/** The engine on a real database, with a webhook receiver and a mail server in the world outside. */
import { v7 as uuidv7 } from "uuid";
import type { WebhookWithSecret } from "@/lib/api/webhooks";
import { startHarness } from "@/proof/harness/harness";
import { testDatabase } from "@/installation/testing/database";
import { createWebhook } from "@/lib/notifications/create-webhook";
import { deliverNext } from "@/lib/notifications/deliver";
import { dispatchNotifications } from "@/lib/notifications/dispatch";
import { createMailer } from "@/lib/notifications/mailer";
import type { NotificationServices } from "@/lib/notifications/notification-services";
import { startMailbox } from "./mailbox";
import { startReceiver } from "./receiver";

export type Notifications = Awaited<ReturnType<typeof startNotifications>>;

export async function startNotifications() {
  // Under the role that the program has in production.
  const engine = await startHarness({}, await testDatabase({ as: "program" }));
  const receiver = await startReceiver();
  const mailbox = await startMailbox();
  const mailer = createMailer({
    smtpUrl: mailbox.url,
    from: { name: "Doe, Jane", address: "phase@example.com" },
  });
  const services: NotificationServices = {
    ...engine.ctx,
    notifications: {
      webhookAllowPrivate: true,
      retryScale: 1,
      notificationRetentionDays: 30,
      nextAuthUrl: new URL("https://phase.example.com"),
    },
    mailer,
  };
  return {
    ...engine,
    receiver,
    mailbox,
    services,
    async webhook(input: Partial<Parameters<typeof createWebhook>[1]> = {}): Promise<WebhookWithSecret> {
      return await createWebhook(engine.ctx, {
        name: `Ops ${uuidv7()}`,
        url: receiver.url,
        format: "standard",
        types: [],
        ...input,
      });
    },
    /** Sends what there is to send. */
    async sendAll(): Promise<void> {
      while ((await dispatchNotifications(services)) > 0);
      while (await deliverNext(services));
    },
    /** Lets time go by for everything that waits to be tried again. */
    async wait(seconds: number): Promise<void> {
      const by = `${seconds} seconds`;
      await engine.db.$executeRaw`
        UPDATE delivery SET next_attempt_at = next_attempt_at - ${by}::interval, lease_until = lease_until - ${by}::interval`;
    },
    deliveries: () => engine.db.delivery.findMany({ orderBy: { id: "asc" } }),
    async stop() {
      mailer.close();
      await receiver.stop();
      await mailbox.stop();
      await engine.stop();
    },
  };
}
