import type { ReactNode } from "react";
import { StatusBadge, type Tone } from "@/components/ui/badge";
import { RelativeTime } from "@/components/ui/relative-time";
import { Row, Rows } from "@/components/ui/rows";
import { DebtActions } from "./debt-actions";
import type { Overview } from "@/lib/api/rotating-secrets";

type Debt = Overview["deletedDebts"][number];

type DebtRowProps = { debt: Debt; tone: Tone; status: string; meta: ReactNode; actions?: ReactNode };

function DebtRow({ debt, tone, status, meta, actions }: DebtRowProps) {
  const { rotatingSecretName, credential, projectId } = debt;
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

type DebtSectionProps = { id: string; title: string; lead: string; children: ReactNode };

function DebtSection({ id, title, lead, children }: DebtSectionProps) {
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
function Owed({ debts }: { debts: readonly Debt[] }) {
  if (debts.length === 0) return null;
  return (
    <DebtSection
      id="deleted-debts"
      title="Outstanding revocations of deleted rotating secrets"
      lead="These keys may still work at OpenAI. Phase keeps trying to revoke them until OpenAI confirms."
    >
      {debts.map((debt) => (
        <DebtRow
          key={debt.credential.id}
          debt={debt}
          tone="warning"
          status="Outstanding"
          actions={<DebtActions debt={debt} />}
          meta={
            <>
              Due <RelativeTime at={debt.credential.revokeAt} never="now" />
              {debt.credential.failureCount > 0 && (
                <span className="block">{debt.credential.failureCount} failed attempts</span>
              )}
            </>
          }
        />
      ))}
    </DebtSection>
  );
}

/** Service accounts that may not exist, because OpenAI's response to their request was unclear. */
function LookedFor({ debts }: { debts: readonly Debt[] }) {
  if (debts.length === 0) return null;
  return (
    <DebtSection
      id="looked-for"
      title="Unconfirmed service accounts"
      lead="OpenAI didn't confirm whether these were created. Phase searches for them for 24 hours and deletes any it finds. No program received their keys."
    >
      {debts.map((debt) => (
        <DebtRow key={debt.credential.id} debt={debt} tone="info" status="Looking" meta="No action needed" />
      ))}
    </DebtSection>
  );
}

/** Outstanding work of deleted rotating secrets, and of those whose first mint failed. */
export function DeletedDebts({ debts }: { debts: readonly Debt[] }) {
  return (
    <>
      <Owed debts={debts.filter(({ credential }) => credential.serviceAccountId !== null)} />
      <LookedFor debts={debts.filter(({ credential }) => credential.serviceAccountId === null)} />
    </>
  );
}
