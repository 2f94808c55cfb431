"use client";
import { useState } from "react";
import { ConfirmDialog } from "@/components/ui/alert-dialog";
import { Field } from "@/components/ui/field";
import { Textarea } from "@/components/ui/input";
import { useReportedMutation } from "@/components/ui/use-reported-mutation";
import type { MintedCredential, RotatingSecret } from "@/lib/api/rotating-secrets";
import { forgetCredential } from "@/lib/client/minted-credentials";

type ForgetDialogProps = {
  credential: MintedCredential;
  /** Null for deleted rotating secrets, which are in no environment. */
  secret: Pick<RotatingSecret, "id" | "environmentId">;
  onClose: () => void;
};

/** Gives up a revocation that can't be completed, and stores the reason. */
export function ForgetDialog({ credential, secret, onClose }: ForgetDialogProps) {
  const [reason, setReason] = useState("");
  const forget = useReportedMutation(
    forgetCredential(secret.environmentId, secret.id, credential.id),
    () => "Credential forgotten.",
  );
  return (
    <ConfirmDialog
      onClose={onClose}
      title="Stop trying to revoke this credential?"
      description={
        <>
          Phase stops trying to delete{" "}
          <code className="font-mono text-sm break-all">
            {credential.serviceAccountId ?? credential.serviceAccountName}
          </code>
          . If it still exists at OpenAI, its key keeps working until you delete it there.
        </>
      }
      confirmLabel="Forget"
      danger
      mutation={forget}
      confirmDisabled={reason.trim() === ""}
      onConfirm={() => forget.mutate({ reason: reason.trim() }, { onSuccess: onClose })}
    >
      <Field label="Reason" description="Recorded in the events and the audit log.">
        <Textarea value={reason} rows={2} onChange={(event) => setReason(event.target.value)} />
      </Field>
    </ConfirmDialog>
  );
}
