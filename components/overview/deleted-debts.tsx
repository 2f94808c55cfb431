import { StatusBadge } from "@/components/ui/badge";
import { RelativeTime } from "@/components/ui/relative-time";
import { Row, Rows } from "@/components/ui/rows";
import type { Overview } from "@/lib/api/rotating-secrets";

/** Service accounts of deleted rotating secrets that OpenAI has not confirmed gone. */
export function DeletedDebts({ debts }: { debts: Overview["deletedDebts"] }) {
  if (debts.length === 0) return null;
  return (
    <section aria-labelledby="deleted-debts" className="mt-10">
      <h2 id="deleted-debts" className="text-lg font-semibold">
        Owed by deleted rotating secrets
      </h2>
      <p className="mb-3 max-w-prose text-muted">
        These keys may still work at OpenAI. Phase goes on revoking them until OpenAI confirms that they are
        gone.
      </p>
      <Rows label="Owed by deleted rotating secrets">
        {debts.map(({ rotatingSecretName, credential, projectId }) => (
          <Row
            key={credential.id}
            status={<StatusBadge tone="warning">Owed</StatusBadge>}
            title={rotatingSecretName}
            subtitle={
              <>
                <span className="block font-mono text-xs break-all">
                  {credential.serviceAccountName} in {projectId}
                </span>
                {credential.lastFailure?.message}
              </>
            }
            meta={
              <>
                Due <RelativeTime at={credential.revokeAt} never="at once" />
                {credential.failureCount > 0 && (
                  <span className="block">{credential.failureCount} failed tries</span>
                )}
              </>
            }
          />
        ))}
      </Rows>
    </section>
  );
}
