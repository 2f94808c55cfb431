/**
 * The texts of what needs a person: what it is, what it means for programs, and how to fix it. Pure, so that
 * a test can check it.
 */
import type { Tone } from "@/components/ui/badge";
import { counted } from "@/components/ui/counted";
import type { App } from "@/lib/api/apps";
import type { Need, SecretRef } from "@/lib/api/overview";
import type { Action } from "@/lib/access/permissions";
import { environmentPath } from "@/components/shell/environment-path";
import { type FailureCode, failureRow } from "@/lib/lists/failure-codes";
import { adminKeyWords, type RefusedKey, replaceKey } from "./admin-key-words";
import { be, rotatingSecrets, since } from "./need-parts";

export type NeedWords = {
  tone: Tone;
  /** One word for the status column. */
  status: string;
  title: string;
  meaning: string;
  /** The ones named below the text. The rest is counted. */
  secrets: readonly SecretRef[];
  count: number;
  time: { words: string; at: string } | null;
  /** Null: nothing that this member may do. */
  action: { label: string; href: string } | null;
};

type Together = { secrets: SecretRef[]; count: number; since: string | null };
type Reader = { actions: readonly Action[]; apps: readonly App[] };

const together = ({ secrets, count, since: at }: Together) => ({ secrets, count, time: since(at) });
const NOTHING_NAMED = { secrets: [], count: 0 } as const;

export function needWords(need: Need, { actions, apps }: Reader): NeedWords {
  const may = (action: Action, way: { label: string; href: string }) =>
    actions.includes(action) ? way : null;
  const manage = (secret: SecretRef | undefined) =>
    environmentPath(apps, secret?.environmentId ?? "", secret?.id);
  /** Leads to the only one, or to the rows of all. */
  const toAll = ({ secrets, count }: { secrets: SecretRef[]; count: number }, filter: string) =>
    count === 1 ? { label: "Manage", href: manage(secrets[0]) } : { label: "Show all", href: `/?${filter}` };
  switch (need.kind) {
    case "admin_key_refused":
      return { ...adminKeyWords(need), action: adminKeyAction(need) };
    case "schedule_stopped": {
      const { title } = failureRow(need.code);
      return {
        ...{ tone: "danger", status: "Paused", ...together(need) },
        title: `${title}: ${need.projectName}`,
        meaning: `${rotatingSecrets(need.count)} ${be(need.count)} paused. ${whatPrograms(need.code)}`,
        action:
          need.count === 1
            ? { label: "How to fix this", href: manage(need.secrets[0]) }
            : toAll(need, "state=failed"),
      };
    }
    case "deleted_debts":
      return {
        ...{ tone: "warning", status: "Outstanding", ...NOTHING_NAMED, time: since(need.since) },
        title: `${counted(need.count, "key of a deleted rotating secret", "keys of deleted rotating secrets")} may still work`,
        meaning: "Phase keeps trying to revoke them until OpenAI confirms.",
        action: { label: "Show", href: "#outstanding-of-deleted" },
      };
    case "overdue_revocations":
      return {
        ...{ tone: "warning", status: "Overdue", ...together(need) },
        title: `OpenAI hasn't revoked the previous keys of ${rotatingSecrets(need.count)}`,
        meaning: "These keys still work after their revocation delay. Phase keeps trying.",
        action: toAll(need, "state=owed"),
      };
    case "previous_key_used":
      return {
        ...{ tone: "warning", status: "In use", secrets: [need.secret], count: 1 },
        title: `Programs still use the previous key of ${need.secret.name}`,
        meaning:
          "OpenAI refuses them once it is revoked. Restart them with the current key, or extend the delay.",
        time:
          need.revokeAt === null
            ? { words: "Last used", at: need.lastUsedAt }
            : { words: "Revoked", at: need.revokeAt },
        action: { label: "Manage", href: `${manage(need.secret)}&tab=credentials` },
      };
    case "unclaimed_accounts":
      return {
        ...{ tone: "info", status: "Unclaimed", ...NOTHING_NAMED, time: null },
        title: `${counted(need.count, "unclaimed account", "unclaimed accounts")} at OpenAI with ${need.credentialName}`,
        meaning:
          "Their names look like Phase's, but no rotating secret in this installation created them. Phase won't delete them.",
        action: { label: "Show", href: "/integrations" },
      };
    case "webhook_failing":
      return {
        ...{ tone: "danger", status: "Failing", ...NOTHING_NAMED, time: since(need.since) },
        title: `Notifications don't reach ${need.name}`,
        meaning: `${counted(need.count, "delivery has", "deliveries have")} failed since the last success.`,
        action: { label: "Notifications", href: "/notifications" },
      };
    case "admin_key_expires":
      return {
        ...{ tone: "warning", status: "Expires", ...NOTHING_NAMED, time: { words: "Expires", at: need.at } },
        title: `The admin key of ${need.credentialName} expires`,
        meaning: "After that, Phase can't rotate or revoke with this key. Programs keep their current keys.",
        action: may("credentials:manage", replaceKey(need.thirdPartyCredentialId)),
      };
    case "token_expires":
      return {
        ...{ tone: "warning", status: "Expires", ...NOTHING_NAMED, time: { words: "Expires", at: need.at } },
        title: `The service token ${need.name} expires`,
        meaning: "After that, Phase refuses programs that use this token.",
        action: { label: "Service tokens", href: "/service-tokens" },
      };
    case "paused":
      return {
        ...{ tone: "neutral", status: "Paused", ...together(need) },
        title: `${rotatingSecrets(need.count)} missed a rotation while paused`,
        meaning: "Programs still use a key that is older than its rotation interval.",
        action: toAll(need, "state=paused"),
      };
  }

  function adminKeyAction(refused: RefusedKey) {
    if (!refused.accepted) return may("credentials:manage", replaceKey(refused.thirdPartyCredentialId));
    const [only] = refused.secrets;
    return refused.count === 1
      ? { label: "Resume", href: manage(only) }
      : {
          label: "Show all",
          href: `/?state=failed&thirdPartyCredentialId=${refused.thirdPartyCredentialId}`,
        };
  }
}

/** Whether programs keep their key after the failure: an archived project has no service accounts any more. */
function whatPrograms(code: FailureCode): string {
  return code === "project_not_found"
    ? "Keys of an archived project stop working, so programs may be refused."
    : "Programs keep their current keys.";
}
