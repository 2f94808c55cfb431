"use client";
import { ConfirmDialog } from "@/components/ui/alert-dialog";
import { useReportedMutation } from "@/components/ui/use-reported-mutation";
import type { RotatingSecret } from "@/lib/api/rotating-secrets";
import { deleteRotatingSecret } from "@/lib/client/rotating-secrets";

type DeleteDialogProps = { secret: RotatingSecret; onClose: () => void; onDeleted: () => void };

/** Names what is deleted with a rotating secret: its outputs and every live key. */
export function DeleteDialog({ secret, onClose, onDeleted }: DeleteDialogProps) {
  const remove = useReportedMutation(
    deleteRotatingSecret(secret.environmentId, secret.id),
    () => `${secret.name} deleted.`,
  );
  const outputs = Object.values(secret.outputs);
  return (
    <ConfirmDialog
      onClose={onClose}
      title={`Delete ${secret.name}`}
      description={
        <>
          <p>
            Phase revokes every live key immediately and removes{" "}
            {outputs.length === 1 ? "this secret" : "these secrets"}:
          </p>
          <ul className="mt-2 font-mono text-sm text-ink">
            {outputs.map((key) => (
              <li key={key}>{key}</li>
            ))}
          </ul>
          <p className="mt-2">
            Programs that use them stop working. Revocations that OpenAI hasn&rsquo;t confirmed stay on
            Overview.
          </p>
        </>
      }
      confirmLabel="Delete"
      danger
      mutation={remove}
      onConfirm={() => remove.mutate(undefined, { onSuccess: onDeleted })}
    />
  );
}
