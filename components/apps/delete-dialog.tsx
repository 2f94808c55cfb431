"use client";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { ConfirmDialog } from "@/components/ui/alert-dialog";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { useReportedMutation } from "@/components/ui/use-reported-mutation";
import type { Environment } from "@/lib/api/apps";
import { deletePlace } from "@/lib/client/apps";
import { environmentCountsQuery } from "@/lib/client/overview";

type DeleteDialogProps = {
  /** Of the app or of the environment, below /api/v1. */
  path: `/apps/${string}` | `/environments/${string}`;
  name: string;
  /** What goes with it. */
  environments: readonly Environment[];
  onDeleted: () => void;
  onClose: () => void;
};

/** Deletes an app or an environment, once its name has been typed. Rotating secrets are deleted one by one, before that. */
export function DeleteDialog({ path, name, environments, onDeleted, onClose }: DeleteDialogProps) {
  const [typed, setTyped] = useState("");
  const counts = useQuery(environmentCountsQuery).data;
  const remove = useReportedMutation(deletePlace(path), () => {
    // Before the lists are read again: they no longer contain what this dialog shows.
    onDeleted();
    return `${name} deleted.`;
  });
  const rotating = (counts ?? [])
    .filter(({ environmentId }) => environments.some(({ id }) => id === environmentId))
    .reduce((sum, { rotatingSecrets }) => sum + rotatingSecrets, 0);
  const isApp = path.startsWith("/apps/");
  if (rotating > 0) {
    return (
      <ConfirmDialog
        onClose={onClose}
        title={`${name} can't be deleted yet`}
        description={`Delete its ${rotating === 1 ? "rotating secret" : `${rotating} rotating secrets`} first. This revokes ${rotating === 1 ? "its key" : "their keys"}.`}
        confirmLabel="Delete"
        isRefused
        mutation={remove}
        onConfirm={onClose}
      />
    );
  }
  return (
    <ConfirmDialog
      onClose={onClose}
      title={`Delete ${name}`}
      description={`${isApp ? "Its environments and all their secrets are" : "All its secrets are"} deleted for good. Programs that read them no longer find them.`}
      confirmLabel={isApp ? "Delete app" : "Delete environment"}
      confirmDisabled={typed !== name}
      danger
      mutation={remove}
      onConfirm={() => remove.mutate()}
    >
      <Field label={`Type ${name} to confirm`}>
        <Input value={typed} onChange={({ target }) => setTyped(target.value)} autoComplete="off" />
      </Field>
    </ConfirmDialog>
  );
}
