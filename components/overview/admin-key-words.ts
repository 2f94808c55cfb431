/** The texts for a refused admin key, before and after OpenAI accepts it again. */
import type { Need } from "@/lib/api/overview";
import { be, rotatingSecrets, since } from "./need-parts";

export type RefusedKey = Extract<Need, { kind: "admin_key_refused" }>;

export function replaceKey(credentialId: string) {
  return { label: "Replace key", href: `/integrations?replace=${credentialId}` };
}

export function adminKeyWords({ credentialName, code, accepted, secrets, count, since: at }: RefusedKey) {
  const shared = { secrets, count, time: since(at) };
  if (accepted) {
    return {
      ...shared,
      tone: "warning" as const,
      status: "Paused",
      title: `OpenAI accepts the admin key of ${credentialName} again`,
      meaning: `${rotatingSecrets(count)} ${be(count)} still paused. Programs keep their current keys until you resume.`,
    };
  }
  const why =
    code === "provider_scope_missing"
      ? `The admin key of ${credentialName} lacks Organization Administration: Write`
      : `OpenAI refuses the admin key of ${credentialName}`;
  return {
    ...shared,
    tone: "danger" as const,
    status: "Refused",
    title: why,
    meaning:
      count === 0
        ? "Nothing is paused yet, but Phase can't rotate or revoke with this key."
        : `${rotatingSecrets(count)} ${be(count)} paused. Programs keep their current keys. An owner or admin replaces the key.`,
  };
}
