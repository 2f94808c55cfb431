"use client";
import { useState } from "react";
import { StatusBadge } from "@/components/ui/badge";
import { Button } from "@/components/ui/button";
import { CopyButton } from "@/components/ui/copy-button";
import { RelativeTime } from "@/components/ui/relative-time";
import { RowShell } from "@/components/ui/rows";
import { useNow } from "@/components/ui/use-now";
import type { MintedCredential, RotatingSecret } from "@/lib/api/rotating-secrets";
import { credentialStatusWords, isExtendable, isForgettable, isRevocable } from "./credential-status";
import { ExtendDialog } from "./extend-dialog";
import { ForgetDialog } from "./forget-dialog";
import { RevokeDialog } from "./revoke-dialog";

type CredentialRowProps = { credential: MintedCredential; secret: RotatingSecret; mayManage: boolean };

function Id({ label, of, value }: { label: string; of: string; value: string | null }) {
  if (value === null) return null;
  return (
    <div className="flex min-w-0 items-center gap-1">
      <dt className="sr-only">{label}</dt>
      <dd className="flex min-w-0 items-center gap-1">
        <code className="truncate font-mono text-xs" title={value}>
          {value}
        </code>
        <CopyButton text={value} label={`Copy ${label} of ${of}`} />
      </dd>
    </div>
  );
}

function Times({ credential }: { credential: MintedCredential }) {
  return (
    <div className="text-sm text-muted sm:pt-[5px]">
      {credential.mintedAt !== null && (
        <p>
          Minted <RelativeTime at={credential.mintedAt} />
        </p>
      )}
      {credential.revokedAt !== null && (
        <p>
          Revoked <RelativeTime at={credential.revokedAt} />
        </p>
      )}
      {credential.revokedAt === null && credential.revokeAt !== null && (
        <p>
          Revocation due <RelativeTime at={credential.revokeAt} />
        </p>
      )}
      {credential.status === "expiring" && credential.lastUsedAt !== null && (
        <p>
          Last used <RelativeTime at={credential.lastUsedAt} />
        </p>
      )}
      {credential.revokedAt === null && credential.keyExpiresAt !== null && (
        <p>
          Key expires <RelativeTime at={credential.keyExpiresAt} />
        </p>
      )}
    </div>
  );
}

/** One credential: its status, its IDs in OpenAI's dashboard, and its times. */
export function CredentialRow({ credential, secret, mayManage }: CredentialRowProps) {
  const [asking, setAsking] = useState<"extend" | "revoke" | "forget" | null>(null);
  const { label, tone, busy } = credentialStatusWords(credential, useNow());
  const close = () => setAsking(null);
  const name = credential.serviceAccountName;
  const whose = <span className="sr-only"> {name}</span>;
  return (
    <RowShell className="grid gap-x-4 gap-y-1 sm:grid-cols-[8rem_minmax(0,1fr)_11rem_9rem]">
      <div className="flex h-8 items-center">
        <StatusBadge tone={tone} busy={busy}>
          {label}
        </StatusBadge>
      </div>
      <dl className="min-w-0">
        <Id label="service account ID" of={name} value={credential.serviceAccountId} />
        <Id label="service account name" of={name} value={name} />
        <Id label="key ID" of={name} value={credential.keyId} />
      </dl>
      <Times credential={credential} />
      <div className="flex items-start justify-end gap-2">
        {mayManage && isExtendable(credential) && (
          <Button size="sm" variant="ghost" onClick={() => setAsking("extend")}>
            Extend{whose}
          </Button>
        )}
        {mayManage && isForgettable(credential) && (
          <Button size="sm" variant="ghost" onClick={() => setAsking("forget")}>
            Forget{whose}
          </Button>
        )}
        {mayManage && isRevocable(credential) && (
          <Button size="sm" onClick={() => setAsking("revoke")}>
            Revoke{whose}
          </Button>
        )}
      </div>
      {credential.lastFailure !== null && (
        <p className="text-sm text-danger-ink sm:col-span-3 sm:col-start-2">
          <RelativeTime at={credential.lastFailure.at} />: {credential.lastFailure.message}
          {credential.failureCount > 1 && ` (${credential.failureCount} attempts)`}
        </p>
      )}
      {asking === "extend" && <ExtendDialog credential={credential} secret={secret} onClose={close} />}
      {asking === "revoke" && <RevokeDialog credential={credential} secret={secret} onClose={close} />}
      {asking === "forget" && <ForgetDialog credential={credential} secret={secret} onClose={close} />}
    </RowShell>
  );
}
