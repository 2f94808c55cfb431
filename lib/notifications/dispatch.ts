/**
 * Turns notifications into deliveries: one for each endpoint that wants it, and one for each mailbox that
 * should get it.
 */
import { v7 as uuidv7 } from "uuid";
import { MAILED_TYPES, type NotificationType } from "@/lib/lists/notification-types";
import { databaseNow, type Tx } from "@/lib/db";
import type { Notification } from "@/lib/generated/prisma/client";
import { buildPayload } from "./payload";
import type { NotificationServices } from "./notification-services";

const MOST_AT_ONCE = 50;

/** Dispatches waiting notifications and returns their number. Concurrent workers share the work. `only`: this type. */
export async function dispatchNotifications(
  { db, mailer }: NotificationServices,
  only: NotificationType | null = null,
): Promise<number> {
  return await db.$transaction(async (tx) => {
    const waiting = await tx.$queryRaw<{ id: string }[]>`
      SELECT id FROM notification WHERE dispatched_at IS NULL AND (${only}::text IS NULL OR type = ${only})
       ORDER BY id LIMIT ${MOST_AT_ONCE} FOR UPDATE SKIP LOCKED`;
    if (waiting.length === 0) return 0;
    const now = await databaseNow(tx);
    for (const { id } of waiting) {
      const row = await tx.notification.findUniqueOrThrow({ where: { id } });
      const payload = await buildPayload(tx, row);
      const mailTo = mailer === null ? [] : await mailboxesFor(tx, row);
      const endpoints = await endpointsFor(tx, row);
      const shared = { notificationId: id, nextAttemptAt: now };
      await tx.delivery.createMany({
        data: [
          ...endpoints.map((endpointId) => ({ ...shared, id: uuidv7(), endpointId })),
          ...mailTo.map((address) => ({ ...shared, id: uuidv7(), mailTo: address })),
        ],
      });
      await tx.notification.update({ where: { id }, data: { payload, dispatchedAt: now } });
    }
    return waiting.length;
  });
}

async function endpointsFor(tx: Tx, { organisationId, type }: Notification): Promise<string[]> {
  const endpoints = await tx.webhookEndpoint.findMany({
    where: { organisationId, enabled: true, OR: [{ types: { isEmpty: true } }, { types: { has: type } }] },
    select: { id: true },
  });
  return endpoints.map(({ id }) => id);
}

/** Owners, admins, and the creator of the rotating secret, while they are members. */
async function mailboxesFor(tx: Tx, row: Notification): Promise<string[]> {
  const { organisationId, rotatingSecretId } = row;
  const mailed: readonly string[] = MAILED_TYPES satisfies readonly NotificationType[];
  if (!mailed.includes(row.type)) return [];
  const maker =
    rotatingSecretId === null
      ? null
      : await tx.rotatingSecret.findUnique({
          where: { id: rotatingSecretId },
          select: { createdByUserId: true },
        });
  const createdByUserId = maker?.createdByUserId ?? null;
  const members = await tx.member.findMany({
    where: {
      organisationId,
      OR: [
        { role: { in: ["owner", "admin"] } },
        ...(createdByUserId === null ? [] : [{ userId: createdByUserId }]),
      ],
    },
    select: { user: { select: { email: true } } },
    orderBy: { id: "asc" },
  });
  return members.map(({ user }) => user.email);
}
