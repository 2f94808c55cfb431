"use client";
import { useQuery } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { RelativeTime } from "@/components/ui/relative-time";
import { exactTime } from "@/components/ui/time-words";
import { useNow } from "@/components/ui/use-now";
import { regionOf } from "@/lib/providers/residency";
import type { RotatingSecret } from "@/lib/api/rotating-secrets";
import { useMay } from "@/lib/client/me";
import { mintedCredentialsQuery } from "@/lib/client/minted-credentials";
import { delayInWords, durationInWords } from "./duration";
import { FailureNotice } from "./failure-notice";
import { type ManageAction, ManageActions } from "./manage-actions";
import { NextRotation } from "./next-rotation";
import { ResumePanel } from "./resume-panel";
import { RotationBadges } from "./rotation-badges";

type ManageStatusProps = {
  secret: RotatingSecret;
  onAction: (action: ManageAction) => void;
  onRecreate: () => void;
};

function Fact({ name, children }: { name: string; children: ReactNode }) {
  return (
    <div className="flex min-w-0 flex-col gap-0.5">
      <dt className="text-sm text-faint">{name}</dt>
      <dd className="break-words">{children}</dd>
    </div>
  );
}

function CurrentLifetime({ secretId }: { secretId: string }) {
  const now = useNow();
  const active = useQuery(mintedCredentialsQuery(secretId)).data?.find(
    (credential) => credential.status === "active",
  );
  const since = active?.exposedAt ?? active?.mintedAt ?? null;
  if (since === null) return <>No active credential</>;
  return (
    <time dateTime={since} title={`Since ${exactTime(Date.parse(since))}`}>
      In use for {durationInWords((now - Date.parse(since)) / 1000)}
    </time>
  );
}

/** How it is doing, what happens next, and everything that can be done about it. */
export function ManageStatus({ secret, onAction, onRecreate }: ManageStatusProps) {
  const mayManage = useMay("rotation:manage", secret.environmentId);
  return (
    <div className="flex flex-col gap-5">
      <FailureNotice
        secret={secret}
        mayManage={mayManage}
        onEdit={() => onAction("edit")}
        onRecreate={onRecreate}
      />
      <dl className="grid grid-cols-2 gap-x-6 gap-y-4 sm:grid-cols-3">
        <Fact name="Health">
          <RotationBadges secret={secret} />
        </Fact>
        <Fact name="Next rotation">
          <NextRotation secret={secret} />
        </Fact>
        <Fact name="Current credential">
          <CurrentLifetime secretId={secret.id} />
        </Fact>
        <Fact name="Rotation interval">{durationInWords(secret.rotationIntervalSeconds)}</Fact>
        <Fact name="Revocation delay">{delayInWords(secret.revocationDelaySeconds)}</Fact>
        <Fact name="OpenAI project">
          {secret.config.projectName}{" "}
          <code className="font-mono text-xs text-faint">{secret.config.projectId}</code>
        </Fact>
        {secret.config.residency !== undefined && (
          <Fact name="Data residency">
            {regionOf(secret.config.residency)?.toUpperCase()}{" "}
            <code className="font-mono text-xs text-faint">{secret.config.residency}</code>
          </Fact>
        )}
        {secret.owed > 0 && (
          <Fact name="Outstanding revocations">
            <span className="text-danger-ink">
              {secret.owed} not confirmed by OpenAI yet; see Credentials
            </span>
          </Fact>
        )}
        {secret.lastFailure !== null && secret.health === "healthy" && (
          <Fact name="Last failure">
            <RelativeTime at={secret.lastFailure.at} />: {secret.lastFailure.message}
          </Fact>
        )}
      </dl>
      {secret.description !== "" && <p className="text-muted">{secret.description}</p>}
      {secret.state === "paused" && (
        <ResumePanel key={secret.pauseReason} secret={secret} mayManage={mayManage} />
      )}
      {mayManage && <ManageActions secret={secret} onAction={onAction} />}
    </div>
  );
}
