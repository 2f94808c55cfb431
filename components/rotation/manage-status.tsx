"use client";
import { useInfiniteQuery, useQuery } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { Button } from "@/components/ui/button";
import { Notice } from "@/components/ui/notice";
import { Labels } from "@/components/ui/labels";
import { RelativeTime } from "@/components/ui/relative-time";
import { TextLink } from "@/components/ui/text-link";
import { regionOf } from "@/lib/providers/residency";
import type { RotatingSecret } from "@/lib/api/rotating-secrets";
import { useMay } from "@/lib/client/me";
import { rotationEventsQuery } from "@/lib/client/rotating-secrets";
import { thirdPartyCredentialsQuery } from "@/lib/client/third-party-credentials";
import { OUTPUT_NAMES } from "@/lib/lists/outputs";
import { delayInWords, durationInWords } from "./duration";
import { eventActor } from "./event-actor";
import { FailureNotice } from "./failure-notice";
import { type ManageAction, ManageActions } from "./manage-actions";
import { ResumePanel } from "./resume-panel";
import { isFailing } from "./rotation-state";

type ManageStatusProps = {
  secret: RotatingSecret;
  onAction: (action: ManageAction) => void;
  onRecreate: () => void;
  onCredentials: () => void;
};

/** In that case the steps for the failure end with Resume. */
function resumesInSteps(secret: RotatingSecret): boolean {
  return secret.pauseReason === "failure" && isFailing(secret);
}

function Fact({ name, children }: { name: string; children: ReactNode }) {
  return (
    <div className="flex min-w-0 flex-col gap-0.5">
      <dt className="text-sm text-faint">{name}</dt>
      <dd className="break-words">{children}</dd>
    </div>
  );
}

function Mono({ children }: { children: ReactNode }) {
  return <code className="font-mono text-xs break-all text-muted">{children}</code>;
}

function CredentialFact({ id }: { id: string }) {
  const credential = useQuery(thirdPartyCredentialsQuery).data?.find((one) => one.id === id);
  return (
    <Fact name="Third-party credential">
      {/* Not everyone can see a credential that is limited to other environments. */}
      {credential === undefined ? (
        "Not visible to you"
      ) : (
        <>
          <TextLink href={`/integrations#${id}`}>{credential.name}</TextLink>{" "}
          <Mono>{credential.keyHint}</Mono>
        </>
      )}
    </Fact>
  );
}

function CreatedFact({ secret }: { secret: RotatingSecret }) {
  const created = useInfiniteQuery(rotationEventsQuery(secret.id, "rotating_secret.created"));
  const event = created.data?.pages[0]?.events[0];
  return (
    <Fact name="Created">
      <RelativeTime at={secret.createdAt} />
      {event !== undefined && ` by ${eventActor(event.actor).name}`}
    </Fact>
  );
}

/** Keys that are still alive at OpenAI although they should be gone. */
function OutstandingNotice({ owed, onCredentials }: { owed: number; onCredentials: () => void }) {
  if (owed === 0) return null;
  return (
    <section aria-label="Outstanding revocations">
      <Notice
        tone="warning"
        title={owed === 1 ? "1 outstanding revocation" : `${owed} outstanding revocations`}
        action={
          <Button size="sm" onClick={onCredentials}>
            Show credentials
          </Button>
        }
      >
        OpenAI hasn&rsquo;t confirmed that {owed === 1 ? "this key is" : "these keys are"} gone, so{" "}
        {owed === 1 ? "it" : "they"} may still work. Phase retries automatically.
      </Notice>
    </section>
  );
}

/** What is wrong and how to fix it, how the rotating secret is configured, and its actions. */
export function ManageStatus({ secret, onAction, onRecreate, onCredentials }: ManageStatusProps) {
  const mayManage = useMay("rotation:manage", secret.environmentId);
  const { projectId, projectName, nameTemplate, residency, keyLifetimeSeconds } = secret.config;
  return (
    <div className="flex flex-col gap-5">
      <FailureNotice
        secret={secret}
        mayManage={mayManage}
        onEdit={() => onAction("edit")}
        onRecreate={onRecreate}
      />
      <OutstandingNotice owed={secret.owed} onCredentials={onCredentials} />
      {secret.state === "paused" && !resumesInSteps(secret) && (
        <ResumePanel secret={secret} mayManage={mayManage} />
      )}
      <Labels labels={secret.labels} />
      {secret.description !== "" && <p className="text-muted">{secret.description}</p>}
      <dl className="grid grid-cols-1 gap-x-6 gap-y-4 sm:grid-cols-2">
        <Fact name="Rotation interval">{durationInWords(secret.rotationIntervalSeconds)}</Fact>
        <Fact name="Revocation delay">{delayInWords(secret.revocationDelaySeconds)}</Fact>
        <CredentialFact id={secret.thirdPartyCredentialId} />
        <Fact name="OpenAI project">
          {projectName} <Mono>{projectId}</Mono>
        </Fact>
        <Fact name="Service Account Name Template">
          <Mono>{nameTemplate}</Mono>
        </Fact>
        <Fact name="Outputs">
          {OUTPUT_NAMES.filter((output) => secret.outputs[output] !== undefined).map((output) => (
            <span key={output} className="block">
              <Mono>{secret.outputs[output]}</Mono> <span className="text-xs text-faint">{output}</span>
            </span>
          ))}
        </Fact>
        {keyLifetimeSeconds !== undefined && (
          <Fact name="Key lifetime">{durationInWords(keyLifetimeSeconds)}</Fact>
        )}
        {residency !== undefined && (
          <Fact name="Data residency">
            {regionOf(residency)?.toUpperCase()} <Mono>{residency}</Mono>
          </Fact>
        )}
        <CreatedFact secret={secret} />
        {secret.lastFailure !== null && secret.health === "healthy" && (
          <Fact name="Last failure">
            <RelativeTime at={secret.lastFailure.at} />: {secret.lastFailure.message}
          </Fact>
        )}
      </dl>
      {mayManage && <ManageActions secret={secret} onAction={onAction} />}
    </div>
  );
}
