/**
 * Attempts one delivery: claim (tx) → send (no tx) → record (tx). A worker that dies in between costs one
 * attempt but no message.
 */
import { Prisma } from "@/lib/generated/prisma/client";
import { notificationPayloadSchema } from "@/lib/api/webhooks";
import type { NotificationType } from "@/lib/lists/notification-types";
import { SealError } from "@/lib/crypto/sealed";
import { excerptOf } from "./excerpt";
import { mailFor } from "./mail";
import { PostError } from "./post";
import { retryAfterSeconds } from "./retry-schedule";
import { SENT_WITH, type SendableDelivery, sendWebhook } from "./send-webhook";
import type { NotificationServices } from "./notification-services";
import { wordsFor } from "./words";

/** Longer than any attempt. */
const LEASE = "60 seconds";

/** A column of a database check: whether anything waits to be dispatched or delivered. */
export const NEWS_COLUMN = Prisma.sql`
  EXISTS (SELECT FROM notification WHERE dispatched_at IS NULL)
    OR EXISTS (SELECT FROM delivery WHERE next_attempt_at <= now() AND (lease_until IS NULL OR lease_until <= now()))
    AS "hasNews"`;

type Tried = { ok: boolean; status: number | null; error: string | null };

/**
 * False if nothing is due. Each endpoint gets one message at a time, and one that hangs delays no other.
 * `only`: this type.
 */
export async function deliverNext(
  services: NotificationServices,
  only: NotificationType | null = null,
): Promise<boolean> {
  const delivery = await claim(services, only);
  if (delivery === null) return false;
  await record(services, delivery, await attempt(services, delivery));
  return true;
}

async function claim(
  { db }: NotificationServices,
  only: NotificationType | null,
): Promise<SendableDelivery | null> {
  // The row's own lease is checked again once it is locked. Others' leases count as they were before.
  const [claimed] = await db.$queryRaw<{ id: string }[]>`
    UPDATE delivery SET lease_until = now() + ${LEASE}::interval, attempts = attempts + 1, last_attempt_at = now()
     WHERE id = (
       SELECT due.id FROM delivery AS due
        WHERE due.next_attempt_at <= now() AND (due.lease_until IS NULL OR due.lease_until <= now())
          AND (${only}::text IS NULL OR EXISTS (
            SELECT 1 FROM notification WHERE notification.id = due.notification_id AND type = ${only}))
          AND NOT EXISTS (
            SELECT 1 FROM delivery AS running
             WHERE running.lease_until > now() AND running.endpoint_id IS NOT DISTINCT FROM due.endpoint_id)
        ORDER BY due.next_attempt_at, due.id LIMIT 1 FOR UPDATE SKIP LOCKED)
    RETURNING id`;
  if (claimed === undefined) return null;
  return await db.delivery.findUnique({ where: { id: claimed.id }, include: SENT_WITH });
}

async function attempt(services: NotificationServices, delivery: SendableDelivery): Promise<Tried> {
  try {
    if (delivery.endpoint === null) {
      await sendMail(services, delivery);
      return { ok: true, status: null, error: null };
    }
    const status = await sendWebhook(services, delivery.endpoint, delivery.notification);
    const ok = status >= 200 && status < 300;
    return { ok, status, error: ok ? null : `The receiver returned ${status}.` };
  } catch (error) {
    if (error instanceof PostError || error instanceof SealError) {
      return { ok: false, status: null, error: error.message };
    }
    services.log.warn({ err: error, deliveryId: delivery.id }, "A delivery failed");
    const message =
      delivery.mailTo === null ? "Internal error in Phase. The log has the details." : excerptOf(error);
    return { ok: false, status: null, error: message };
  }
}

async function sendMail({ mailer, notifications }: NotificationServices, delivery: SendableDelivery) {
  if (mailer === null || delivery.mailTo === null) throw new Error("SMTP_URL isn't set.");
  const payload = notificationPayloadSchema.parse(delivery.notification.payload);
  const mail = mailFor(wordsFor(payload, notifications.nextAuthUrl));
  await mailer.send({ ...mail, to: delivery.mailTo, id: delivery.id });
}

/** Guarded by the attempt's number: a process that took over meanwhile decides. */
async function record(
  { db, chance, notifications }: NotificationServices,
  { id, attempts }: SendableDelivery,
  { ok, status, error }: Tried,
): Promise<void> {
  const wait = ok ? null : retryAfterSeconds(attempts, chance(), notifications.retryScale);
  const state = ok ? "delivered" : wait === null ? "failed" : "pending";
  await db.$executeRaw`
    UPDATE delivery
       SET state = ${state}::delivery_state, lease_until = NULL, last_status = ${status}, last_error = ${error},
           next_attempt_at = now() + ${wait === null ? null : `${wait} seconds`}::interval
     WHERE id = ${id}::uuid AND attempts = ${attempts} AND state = 'pending'`;
}
