"use client";
import { ConfirmDialog } from "@/components/ui/alert-dialog";
import { useReportedMutation } from "@/components/ui/use-reported-mutation";
import type { MintedCredential, RotatingSecret } from "@/lib/api/rotating-secrets";
import { revokeCredential } from "@/lib/client/minted-credentials";

type RevokeDialogProps = {
  credential: MintedCredential;
  /** Deleted ones are in no environment. */
  secret: Pick<RotatingSecret, "id" | "environmentId">;
  onClose: () => void;
};

/** Revokes one credential before its time. */
export function RevokeDialog({ credential, secret, onClose }: RevokeDialogProps) {
  const revoke = useReportedMutation(
    revokeCredential(secret.environmentId, secret.id, credential.id),
    () => "The credential is being revoked.",
  );
  return (
    <ConfirmDialog
      onClose={onClose}
      title="Revoke this credential"
      description={
        <>
          <code className="font-mono text-sm break-all">
            {credential.serviceAccountId ?? credential.serviceAccountName}
          </code>{" "}
          is deleted at OpenAI now. Whoever still uses its key is refused from then on. The current key is not
          touched.
        </>
      }
      confirmLabel="Revoke"
      danger
      mutation={revoke}
      onConfirm={() => revoke.mutate(undefined, { onSuccess: onClose })}
    />
  );
}
