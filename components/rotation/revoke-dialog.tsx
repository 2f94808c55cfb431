"use client";
import { ConfirmDialog } from "@/components/ui/alert-dialog";
import { useReportedMutation } from "@/components/ui/use-reported-mutation";
import type { MintedCredential, RotatingSecret } from "@/lib/api/rotating-secrets";
import { revokeCredential } from "@/lib/client/minted-credentials";

type RevokeDialogProps = {
  credential: MintedCredential;
  /** Null for deleted rotating secrets, which are in no environment. */
  secret: Pick<RotatingSecret, "id" | "environmentId">;
  onClose: () => void;
};

/** Revokes one credential before its delay is over. */
export function RevokeDialog({ credential, secret, onClose }: RevokeDialogProps) {
  const revoke = useReportedMutation(
    revokeCredential(secret.environmentId, secret.id, credential.id),
    () => "Revocation started.",
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
          is deleted at OpenAI now. Programs that still use its key are refused. The current key isn&rsquo;t
          affected.
        </>
      }
      confirmLabel="Revoke"
      danger
      mutation={revoke}
      onConfirm={() => revoke.mutate(undefined, { onSuccess: onClose })}
    />
  );
}
