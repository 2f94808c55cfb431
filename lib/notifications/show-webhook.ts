import type { Webhook } from "@/lib/api/webhooks";
import { NOTIFICATION_TYPES } from "@/lib/lists/notification-types";
import type { Ctx } from "@/lib/access/context";
import { webhookUrlPlace } from "@/lib/crypto/places";
import { databaseNow } from "@/lib/db";
import { readLabels } from "@/lib/formats/labels";
import { open } from "@/lib/crypto/sealed";
import type { WebhookRow } from "./find-webhook";

/** Includes its URL, for members who may manage it. Throws SealError. */
export async function showWebhook(
  ctx: Pick<Ctx, "db" | "keyring">,
  row: WebhookRow,
  at?: Date,
): Promise<Webhook> {
  const now = at ?? (await databaseNow(ctx.db));
  const previous = row.secrets.find(({ expiresAt }) => expiresAt !== null && expiresAt > now);
  return {
    id: row.id,
    name: row.name,
    labels: readLabels(row.labels),
    url: await open(ctx.keyring, webhookUrlPlace(row.id, row.organisationId), row.envelope),
    format: row.format,
    types: NOTIFICATION_TYPES.filter((type) => row.types.includes(type)),
    enabled: row.enabled,
    previousSecretExpiresAt: previous?.expiresAt?.toISOString() ?? null,
    createdAt: row.createdAt.toISOString(),
    createdBy: row.createdBy,
    updatedAt: row.updatedAt.toISOString(),
  };
}
