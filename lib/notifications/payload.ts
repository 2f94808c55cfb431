/** The content of notifications: names, IDs and times of the rows concerned. Never a value. */
import type { NotificationPayload } from "@/lib/api/webhooks";
import { notificationPayloadSchema } from "@/lib/api/webhooks";
import type { Tx } from "@/lib/db";
import type { Notification } from "@/lib/generated/prisma/client";
import { notificationRow } from "@/lib/lists/notification-types";

export async function buildPayload(tx: Tx, row: Notification): Promise<NotificationPayload> {
  const { rotatingSecretId, credentialId, thirdPartyCredentialId } = row;
  const organisation = await tx.organisation.findUniqueOrThrow({
    where: { id: row.organisationId },
    select: { id: true, name: true },
  });
  const secret =
    rotatingSecretId === null
      ? null
      : await tx.rotatingSecret.findUnique({
          where: { id: rotatingSecretId },
          select: {
            id: true,
            name: true,
            environment: { select: { id: true, name: true, app: { select: { id: true, name: true } } } },
          },
        });
  const credential =
    credentialId === null
      ? null
      : await tx.mintedCredential.findUnique({
          where: { id: credentialId },
          select: { id: true, serviceAccountName: true, serviceAccountId: true, keyId: true, reason: true },
        });
  const root =
    thirdPartyCredentialId === null
      ? null
      : await tx.thirdPartyCredential.findUnique({
          where: { id: thirdPartyCredentialId },
          select: { id: true, name: true, keyExpiresAt: true },
        });
  const payload = notificationPayloadSchema.parse({
    type: row.type,
    timestamp: row.at.toISOString(),
    data: {
      organisation,
      actor: row.actor,
      app: secret?.environment?.app ?? null,
      environment: secret?.environment ?? null,
      rotatingSecret: secret,
      credential,
      thirdPartyCredential:
        root === null ? null : { ...root, keyExpiresAt: root.keyExpiresAt?.toISOString() ?? null },
      failure: row.failureCode === null ? null : { code: row.failureCode, message: row.failureMessage ?? "" },
      reason: null,
    },
  });
  if (notificationRow(payload.type).includesReason === true) payload.data.reason = credential?.reason ?? null;
  return payload;
}
