/** Checks daily when admin keys expire, if the provider reports it, and notifies people in time. */
import { v7 as uuidv7 } from "uuid";
import { databaseNow } from "@/lib/db";
import type { ThirdPartyCredential } from "@/lib/generated/prisma/client";
import { type Call, callWithKey } from "@/lib/rotation/engine/call";
import type { NotificationServices } from "./notification-services";

/** People are notified when this many days are left, or fewer. */
const TOLD_AT_DAYS = [14, 3] as const;
const MOST_AT_ONCE = 20;
const DAY_MS = 86_400_000;

/** Checks the keys that weren't checked within a day. */
export async function checkKeyExpiry(services: NotificationServices): Promise<void> {
  const { db } = services;
  const due = await db.$queryRaw<{ id: string }[]>`
    UPDATE third_party_credential SET expiry_checked_at = now()
     WHERE id IN (
       SELECT id FROM third_party_credential
        WHERE deleted_at IS NULL AND status = 'valid'
          AND (expiry_checked_at IS NULL OR expiry_checked_at < now() - interval '1 day')
        ORDER BY id LIMIT ${MOST_AT_ONCE} FOR UPDATE SKIP LOCKED)
    RETURNING id`;
  for (const { id } of due) await checkOne(services, id);
}

async function checkOne(services: NotificationServices, id: string): Promise<void> {
  const row = await services.db.thirdPartyCredential.findUniqueOrThrow({ where: { id } });
  try {
    const { rootKeyExpiry } = await services.providers.open(row.provider);
    if (rootKeyExpiry === undefined) return;
    const ask: Call<Date | null> = (_provider, adminKey) => rootKeyExpiry(adminKey);
    const keyExpiresAt = await callWithKey(services, row, ask, "background");
    await recordExpiry(services, row, keyExpiresAt);
  } catch (error) {
    // Not every admin key may list admin keys. Known dates stay.
    services.log.debug({ err: error, thirdPartyCredentialId: id }, "Couldn't read when an admin key expires");
  }
}

async function recordExpiry(
  { db }: NotificationServices,
  row: ThirdPartyCredential,
  keyExpiresAt: Date | null,
): Promise<void> {
  await db.$transaction(async (tx) => {
    const days = keyExpiresAt === null ? null : reached(keyExpiresAt, await databaseNow(tx));
    const isNews = days !== null && (row.expiryToldDays === null || days < row.expiryToldDays);
    const { count } = await tx.thirdPartyCredential.updateMany({
      // A key that was replaced meanwhile is another key.
      where: { id: row.id, envelope: row.envelope, deletedAt: null },
      data: { keyExpiresAt, ...(isNews ? { expiryToldDays: days } : {}) },
    });
    if (count === 0 || !isNews) return;
    await tx.notification.create({
      data: {
        id: uuidv7(),
        organisationId: row.organisationId,
        type: "third_party_credential.expiring",
        actor: "system:worker",
        thirdPartyCredentialId: row.id,
      },
    });
  });
}

/** The nearest threshold that has been reached. Null if the expiry is far away. */
function reached(keyExpiresAt: Date, now: Date): number | null {
  const daysLeft = (keyExpiresAt.getTime() - now.getTime()) / DAY_MS;
  return TOLD_AT_DAYS.toReversed().find((days) => daysLeft <= days) ?? null;
}
