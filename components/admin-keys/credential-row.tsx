"use client";
import { useMutation, useQuery } from "@tanstack/react-query";
import { Fence, FlaskConical, KeyRound, Pencil } from "lucide-react";
import { StatusBadge } from "@/components/ui/badge";
import { Button } from "@/components/ui/button";
import { Labels } from "@/components/ui/labels";
import { RelativeTime } from "@/components/ui/relative-time";
import { RowMenu } from "@/components/ui/row-menu";
import { Row } from "@/components/ui/rows";
import { toast } from "@/components/ui/toast";
import { environmentNames } from "@/components/apps/environments-of";
import type { App } from "@/lib/api/apps";
import type { ThirdPartyCredential } from "@/lib/api/third-party-credentials";
import { appsQuery } from "@/lib/client/apps";
import { errorMessage } from "@/lib/client/fetcher";
import { useMay } from "@/lib/client/me";
import { testThirdPartyCredential } from "@/lib/client/third-party-credentials";
import { KeyExpiry } from "./key-expiry";
import { PROVIDER_LABELS } from "./provider-labels";

export type CredentialAction = "rename" | "limit" | "replace" | "delete" | "unclaimed";

type CredentialRowProps = {
  credential: ThirdPartyCredential;
  onAction: (action: CredentialAction) => void;
};

function usedBy(count: number): string {
  if (count === 0) return "Not used";
  return `Used by ${count} rotating ${count === 1 ? "secret" : "secrets"}`;
}

function limitsInWords({ environmentIds, projectIds }: ThirdPartyCredential, apps: readonly App[]): string {
  const where = environmentIds === null ? [] : [`Only for ${environmentNames(apps, environmentIds)}`];
  const count = projectIds?.length ?? 0;
  const what = count === 0 ? [] : [`only ${count === 1 ? "one OpenAI project" : `${count} OpenAI projects`}`];
  const text = [...where, ...what].join("; ");
  return text.charAt(0).toUpperCase() + text.slice(1);
}

export function CredentialRow({ credential, onAction }: CredentialRowProps) {
  const mayManage = useMay("credentials:manage");
  const test = useMutation(testThirdPartyCredential(credential.id));
  const provider = PROVIDER_LABELS[credential.provider];
  const invalid = credential.status === "invalid";
  const unclaimed = credential.unclaimedAccounts.length;

  const limits = limitsInWords(credential, useQuery(appsQuery).data ?? []);

  const runTest = () =>
    test.mutate(undefined, {
      onSuccess: (tested) =>
        tested.status === "valid"
          ? toast(`${provider} accepts the key of ${tested.name}.`)
          : toast(`${tested.name}: ${tested.lastFailureMessage ?? `${provider} refuses the key.`}`, "danger"),
      onError: (error) => toast(`${credential.name}: ${errorMessage(error)}`, "danger"),
    });

  return (
    <Row
      id={credential.id}
      status={
        <StatusBadge tone={invalid ? "danger" : "positive"}>{invalid ? "Invalid" : "Valid"}</StatusBadge>
      }
      title={credential.name}
      subtitle={
        <>
          {provider} <span className="ml-1 font-mono text-xs">{credential.keyHint}</span>
          {invalid && credential.lastFailureMessage !== null && (
            <span className="mt-0.5 block text-danger-ink">{credential.lastFailureMessage}</span>
          )}
          {limits !== "" && <span className="mt-0.5 block">{limits}</span>}
          <Labels labels={credential.labels} />
          {unclaimed > 0 && (
            <div className="-ml-2.5">
              <Button size="sm" variant="ghost" onClick={() => onAction("unclaimed")}>
                {unclaimed} unclaimed service {unclaimed === 1 ? "account" : "accounts"}
              </Button>
            </div>
          )}
        </>
      }
      meta={
        <>
          <span className="block">{usedBy(credential.usedBy)}</span>
          {credential.keyExpiresAt !== null && (
            <span className="block">
              <KeyExpiry at={credential.keyExpiresAt} />
            </span>
          )}
          {test.isPending ? (
            <span role="status">Checking with {provider}…</span>
          ) : (
            <>
              Checked <RelativeTime at={credential.lastValidatedAt} />
            </>
          )}
        </>
      }
      actions={
        mayManage && (
          <>
            {invalid && (
              <Button size="sm" onClick={() => onAction("replace")}>
                Replace key<span className="sr-only"> of {credential.name}</span>
              </Button>
            )}
            <RowMenu
              name={credential.name}
              items={[
                { label: "Rename", icon: <Pencil aria-hidden />, onSelect: () => onAction("rename") },
                { label: "Limit", icon: <Fence aria-hidden />, onSelect: () => onAction("limit") },
                { label: "Replace key", icon: <KeyRound aria-hidden />, onSelect: () => onAction("replace") },
                {
                  label: "Test",
                  icon: <FlaskConical aria-hidden />,
                  disabled: test.isPending,
                  onSelect: runTest,
                },
              ]}
              removal={{ label: "Delete", onSelect: () => onAction("delete") }}
            />
          </>
        )
      }
    />
  );
}
