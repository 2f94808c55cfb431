"use client";
import { CopyButton } from "@/components/ui/copy-button";
import { Dialog } from "@/components/ui/dialog";
import { RelativeTime } from "@/components/ui/relative-time";
import { Row, Rows } from "@/components/ui/rows";
import type { ThirdPartyCredential } from "@/lib/api/third-party-credentials";
import { PROVIDER_LABELS } from "./provider-labels";

type UnclaimedAccountsDialogProps = { credential: ThirdPartyCredential; onClose: () => void };

/**
 * Accounts with Phase-like names that the last inventory found at the provider and no rotating
 * secret created. Phase leaves them alone.
 */
export function UnclaimedAccountsDialog({ credential, onClose }: UnclaimedAccountsDialogProps) {
  const provider = PROVIDER_LABELS[credential.provider];
  return (
    <Dialog
      onClose={onClose}
      size="lg"
      title={`Unclaimed service accounts of ${credential.name}`}
      description={`Their names match Phase's pattern, but no rotating secret in this installation created them. Another installation may have. Phase won't delete them. Delete unneeded ones at ${provider}.`}
    >
      <Rows label="Unclaimed service accounts">
        {credential.unclaimedAccounts.map(({ serviceAccountId, serviceAccountName, projectId }) => (
          <Row
            key={serviceAccountId}
            title={serviceAccountName}
            subtitle={<span className="font-mono text-xs break-all">{serviceAccountId}</span>}
            meta={
              <>
                Project <span className="font-mono text-xs break-all">{projectId}</span>
              </>
            }
            actions={<CopyButton text={serviceAccountId} label={`Copy ID of ${serviceAccountName}`} />}
          />
        ))}
      </Rows>
      <p className="mt-3 text-sm text-faint">
        Compared with {provider} <RelativeTime at={credential.inventoriedAt} />.
      </p>
    </Dialog>
  );
}
