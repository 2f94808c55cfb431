/** A notification in words, for mailboxes and chats. */
import type { NotificationPayload } from "@/lib/api/webhooks";
import { notificationRow, TEST_TYPE } from "@/lib/lists/notification-types";
import { reasonWords } from "@/lib/lists/mint-reasons";

export type Words = {
  /** One line, short enough for a subject. */
  title: string;
  /** What it means, and the fix. */
  sentence: string;
  facts: { name: string; value: string }[];
  /** The page of the console to open. */
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
    { name: "Reason for rotation", value: reasonWords(data.reason) ?? "" },
    { name: "Reason", value: data.failure?.message ?? "" },
    { name: "When", value: payload.timestamp },
  ].filter(({ value }) => value !== "");
  return { title, sentence, facts, link: new URL(pathOf(payload), consoleUrl).href };
}

function saying({ type, data }: NotificationPayload, name: string): Pick<Words, "title" | "sentence"> {
  const { title, sentence } = notificationRow(type);
  const fill = (text: string) =>
    text
      .replace("{actor}", data.actor)
      .replace("{keyExpiresOn}", (data.thirdPartyCredential?.keyExpiresAt ?? "soon").slice(0, 10));
  return { title: `${type === TEST_TYPE ? "Phase" : name}: ${fill(title)}`, sentence: fill(sentence) };
}

function pathOf({ type, data }: NotificationPayload): string {
  if (type === "installation.sealed") return "/settings";
  if (data.thirdPartyCredential !== null) return "/integrations";
  if (data.app === null || data.environment === null) return "/";
  return `/apps/${data.app.id}/environments/${data.environment.id}`;
}
