import { notificationPayloadSchema } from "@/lib/api/webhooks";
import { webhookSecretPlace, webhookUrlPlace } from "@/lib/crypto/places";
import { open } from "@/lib/crypto/sealed";
import { databaseNow } from "@/lib/db";
import type { Prisma } from "@/lib/generated/prisma/client";
import { post } from "./post";
import type { NotificationServices } from "./notification-services";
import { messageIdOf, signedHeaders } from "./sign";
import { wordsFor } from "./words";

export const SENT_WITH = {
  notification: true,
  endpoint: { include: { secrets: { orderBy: { id: "desc" } } } },
} satisfies Prisma.DeliveryInclude;
export type SendableDelivery = Prisma.DeliveryGetPayload<{ include: typeof SENT_WITH }>;

/** The receiver's status. Throws PostError if there is none, SealError if the key ring can't decrypt the webhook. */
export async function sendWebhook(
  { db, keyring, notifications }: NotificationServices,
  endpoint: NonNullable<SendableDelivery["endpoint"]>,
  { id, payload: stored }: SendableDelivery["notification"],
): Promise<number> {
  const { organisationId } = endpoint;
  const payload = notificationPayloadSchema.parse(stored);
  const url = new URL(await open(keyring, webhookUrlPlace(endpoint.id, organisationId), endpoint.envelope));
  const now = await databaseNow(db);
  const valid = endpoint.secrets.filter(({ expiresAt }) => expiresAt === null || expiresAt > now);
  const secrets = await Promise.all(
    valid.map((secret) => open(keyring, webhookSecretPlace(secret.id, organisationId), secret.envelope)),
  );
  const body = JSON.stringify(
    endpoint.format === "slack" ? slackMessage(wordsFor(payload, notifications.nextAuthUrl)) : payload,
  );
  const headers = {
    "content-type": "application/json",
    "user-agent": "Phase-Rotating-Secrets",
    ...signedHeaders(secrets, messageIdOf(id), now, body),
  };
  const { webhookAllowPrivate: allowPrivate, proxies } = notifications;
  return await post(url, headers, body, { allowPrivate, proxies });
}

/** `text` is what Slack, Mattermost and others expect. The three characters are Slack's markup. */
function slackMessage({ title, sentence, facts, link }: ReturnType<typeof wordsFor>): { text: string } {
  const plain = (text: string) =>
    text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
  const lines = facts.map(({ name, value }) => `${name}: ${value}`);
  return { text: [...[title, sentence, ...lines].map(plain), link].join("\n") };
}
