import { randomBytes } from "node:crypto";
import { Webhook } from "standardwebhooks";

/** A signing secret in the form of the Standard Webhooks specification: `whsec_` and 32 random bytes. */
export function newSigningSecret(): string {
  return `whsec_${randomBytes(32).toString("base64")}`;
}

/** The three headers, with one signature for each valid secret. */
export function signedHeaders(
  secrets: readonly string[],
  messageId: string,
  at: Date,
  body: string,
): Record<string, string> {
  return {
    "webhook-id": messageId,
    "webhook-timestamp": String(Math.floor(at.getTime() / 1000)),
    "webhook-signature": secrets.map((secret) => new Webhook(secret).sign(messageId, at, body)).join(" "),
  };
}

/** The same for every attempt, so that receivers can detect duplicates. */
export function messageIdOf(notificationId: string): string {
  return `msg_${notificationId}`;
}
