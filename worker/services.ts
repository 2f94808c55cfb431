import { env } from "@/lib/env";
import { createMailer } from "@/lib/notifications/mailer";
import type { NotificationServices } from "@/lib/notifications/services";
import type { createBoss } from "@/lib/queue/boss";
import type { EngineServices } from "@/lib/rotation/services";
import { createServices } from "@/lib/services";

/** The engine's services, and what telling people and programs needs, around a started pg-boss. */
export async function createWorkerServices(
  boss: ReturnType<typeof createBoss>,
): Promise<EngineServices & NotificationServices> {
  const { smtpUrl, mailFrom, webhookAllowPrivate, retryScale, nextAuthUrl } = env();
  return {
    ...(await createServices(boss)),
    notifications: { allowPrivateTargets: webhookAllowPrivate, retryScale, consoleUrl: nextAuthUrl },
    mailer:
      smtpUrl === undefined || mailFrom === undefined ? null : createMailer({ smtpUrl, from: mailFrom }),
  };
}
