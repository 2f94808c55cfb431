/** A notification in words, for mailboxes and chats. */
import type { NotificationPayload } from "@/lib/api/webhooks";
import { reasonWords } from "@/lib/rotation/core/reasons";

export type Words = {
  /** One line, fit for a subject. */
  title: string;
  /** What it means, and what to do. */
  sentence: string;
  facts: { name: string; value: string }[];
  /** Where in the console to look. */
  link: string;
};

export function wordsFor(payload: NotificationPayload, consoleUrl: URL): Words {
  const { data } = payload;
  const subject = data.rotatingSecret?.name ?? data.thirdPartyCredential?.name ?? data.organisation.name;
  const { title, sentence } = saying(payload, subject);
  const place = [data.app?.name, data.environment?.name].filter((name) => name !== undefined).join(" / ");
  const facts = [
    { name: "Rotating secret", value: data.rotatingSecret?.name ?? "" },
    { name: "Environment", value: place },
    { name: "Service account", value: data.credential?.serviceAccountName ?? "" },
    { name: "Third-party credential", value: data.thirdPartyCredential?.name ?? "" },
    { name: "Minted because", value: reasonWords(data.reason) ?? "" },
    { name: "Reason", value: data.failure?.message ?? "" },
    { name: "When", value: payload.timestamp },
  ].filter(({ value }) => value !== "");
  return { title, sentence, facts, link: new URL(pathOf(payload), consoleUrl).href };
}

function saying({ type, data }: NotificationPayload, name: string): Pick<Words, "title" | "sentence"> {
  switch (type) {
    case "rotating_secret.rotated":
      return { title: `${name}: rotated`, sentence: "A new key is the current value." };
    case "rotating_secret.rotation_failed":
      return { title: `${name}: a rotation failed`, sentence: "The key before it stays the current one." };
    case "rotating_secret.degraded":
      return {
        title: `${name}: degraded`,
        sentence: "Something did not work. Phase retries automatically and tells you when it works again.",
      };
    case "rotating_secret.failed":
      return {
        title: `${name}: failed`,
        sentence: "Rotation is paused until someone fixes the cause and resumes it.",
      };
    case "rotating_secret.recovered":
      return { title: `${name}: healthy again`, sentence: "Rotation works as planned." };
    case "rotating_secret.paused":
      return { title: `${name}: paused`, sentence: `Paused by ${data.actor}.` };
    case "rotating_secret.resumed":
      return { title: `${name}: resumed`, sentence: `Resumed by ${data.actor}.` };
    case "credential.removed_elsewhere":
      return {
        title: `${name}: the current key was removed at OpenAI`,
        sentence:
          "OpenAI refuses programs that use it. Phase rotates immediately, unless rotation is paused: then choose Rotate now or Resume.",
      };
    case "credential.still_used":
      return {
        title: `${name}: an old key is still in use`,
        sentence:
          "Most of its revocation delay is over, and some program has not taken the new key yet. It will be refused when the delay ends: give it the current value, or extend the delay under Manage, Credentials.",
      };
    case "credential.revoked":
      return { title: `${name}: an old key is revoked`, sentence: "OpenAI confirms that it is gone." };
    case "credential.revoke_overdue":
      return {
        title: `${name}: a revocation is overdue`,
        sentence: "A key that should be gone still works. Its revocation is tried again until it succeeds.",
      };
    case "credential.orphan_found":
      return {
        title: `${name}: a stray service account was found`,
        sentence:
          "An answer that was lost, or a backup that was restored, left it behind. It is deleted, at once or after a quarantine.",
      };
    case "third_party_credential.expiring":
      return {
        title: `${name}: the admin key expires ${(data.thirdPartyCredential?.keyExpiresAt ?? "soon").slice(0, 10)}`,
        sentence:
          "After that nothing can be rotated or revoked with it. Make a new admin key at OpenAI and replace it under Integrations.",
      };
    case "installation.sealed":
      return {
        title: `${name}: Phase is sealed and rotates nothing`,
        sentence:
          "Phase makes no call to OpenAI from this installation until an operator has put the reason right. Current keys keep working, and nothing is revoked. Settings in the console says what to do.",
      };
    case "webhook.test":
      return { title: "Phase: test", sentence: "This endpoint can be reached." };
  }
}

function pathOf({ type, data }: NotificationPayload): string {
  if (type === "installation.sealed") return "/settings";
  if (data.thirdPartyCredential !== null) return "/integrations";
  if (data.app === null || data.environment === null) return "/";
  return `/apps/${data.app.id}/environments/${data.environment.id}`;
}
