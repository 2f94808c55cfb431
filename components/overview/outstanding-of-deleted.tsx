import type { ReactNode } from "react";
import { StatusBadge, type Tone } from "@/components/ui/badge";
import { counted } from "@/components/ui/counted";
import { RelativeTime } from "@/components/ui/relative-time";
import { Row, Rows } from "@/components/ui/rows";
import { OutstandingActions } from "./outstanding-actions";
import type { Overview } from "@/lib/api/rotating-secrets";

type Revocation = Overview["deletedDebts"][number];

type OutstandingRowProps = {
  revocation: Revocation;
  tone: Tone;
  status: string;
  meta: ReactNode;
  actions?: ReactNode;
};

function OutstandingRow({ revocation, tone, status, meta, actions }: OutstandingRowProps) {
  const { rotatingSecretName, credential, projectId } = revocation;
  return (
    <Row
      status={<StatusBadge tone={tone}>{status}</StatusBadge>}
      title={rotatingSecretName}
      subtitle={
        <>
          <span className="block font-mono text-xs break-all">{credential.serviceAccountName}</span>
          <span className="block">
            In <span className="font-mono text-xs break-all">{projectId}</span>
          </span>
          {credential.lastFailure?.message}
        </>
      }
      meta={meta}
      actions={actions}
    />
  );
}

type OutstandingSectionProps = { id: string; title: string; lead: string; children: ReactNode };

function OutstandingSection({ id, title, lead, children }: OutstandingSectionProps) {
  return (
    <section aria-labelledby={id} className="mt-10">
      <h2 id={id} className="text-lg font-semibold">
        {title}
      </h2>
      <p className="mb-3 max-w-prose text-muted">{lead}</p>
      <Rows label={title}>{children}</Rows>
    </section>
  );
}

/** Service accounts of deleted rotating secrets whose deletion OpenAI hasn't confirmed. */
function Outstanding({ revocations }: { revocations: readonly Revocation[] }) {
  if (revocations.length === 0) return null;
  return (
    <OutstandingSection
      id="outstanding-of-deleted"
      title="Outstanding revocations of deleted rotating secrets"
      lead="These keys may still work at OpenAI. Phase keeps trying to revoke them until OpenAI confirms."
    >
      {revocations.map((revocation) => (
        <OutstandingRow
          key={revocation.credential.id}
          revocation={revocation}
          tone="warning"
          status="Outstanding"
          actions={<OutstandingActions revocation={revocation} />}
          meta={
            <>
              Due <RelativeTime at={revocation.credential.revokeAt} never="now" />
              {revocation.credential.failureCount > 0 && (
                <span className="block">
                  {counted(revocation.credential.failureCount, "failed attempt", "failed attempts")}
                </span>
              )}
            </>
          }
        />
      ))}
    </OutstandingSection>
  );
}

/** Service accounts that may not exist, because OpenAI's response to their request was unclear. */
function LookedFor({ revocations }: { revocations: readonly Revocation[] }) {
  if (revocations.length === 0) return null;
  return (
    <OutstandingSection
      id="looked-for"
      title="Unconfirmed service accounts"
      lead="OpenAI didn't confirm whether these were created. Phase searches for them for 24 hours and deletes any it finds. No program received their keys."
    >
      {revocations.map((revocation) => (
        <OutstandingRow
          key={revocation.credential.id}
          revocation={revocation}
          tone="info"
          status="Searching"
          meta="No action needed"
        />
      ))}
    </OutstandingSection>
  );
}

/** Outstanding work of deleted rotating secrets, and of those whose first mint failed. */
export function OutstandingOfDeleted({ revocations }: { revocations: readonly Revocation[] }) {
  return (
    <>
      <Outstanding
        revocations={revocations.filter(({ credential }) => credential.serviceAccountId !== null)}
      />
      <LookedFor revocations={revocations.filter(({ credential }) => credential.serviceAccountId === null)} />
    </>
  );
}
