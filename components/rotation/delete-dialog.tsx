"use client";
import { useMutation } from "@tanstack/react-query";
import { ConfirmDialog } from "@/components/ui/alert-dialog";
import { toast } from "@/components/ui/toast";
import type { RotatingSecret } from "@/lib/api/rotating-secrets";
import { deleteRotatingSecret } from "@/lib/client/rotating-secrets";

type DeleteDialogProps = { secret: RotatingSecret; onClose: () => void; onDeleted: () => void };

/** Names what goes with a rotating secret: its outputs and every live key. */
export function DeleteDialog({ secret, onClose, onDeleted }: DeleteDialogProps) {
  const remove = useMutation(deleteRotatingSecret(secret.environmentId, secret.id));
  const outputs = Object.values(secret.outputs);
  return (
    <ConfirmDialog
      onClose={onClose}
      title={`Delete ${secret.name}`}
      description={
        <>
          <p>
            Every live key is revoked at OpenAI at once, and{" "}
            {outputs.length === 1 ? "this row leaves" : "these rows leave"} the environment:
          </p>
          <ul className="mt-2 font-mono text-sm text-ink">
            {outputs.map((key) => (
              <li key={key}>{key}</li>
            ))}
          </ul>
          <p className="mt-2">
            What uses them stops working. A revocation that OpenAI does not confirm stays on the overview
            until it does.
          </p>
        </>
      }
      confirmLabel="Delete"
      danger
      mutation={remove}
      onConfirm={() =>
        remove.mutate(undefined, {
          onSuccess: () => {
            toast(`${secret.name} was deleted.`);
            onDeleted();
          },
        })
      }
    />
  );
}
