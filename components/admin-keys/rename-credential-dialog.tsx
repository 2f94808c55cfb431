"use client";
import { useMutation } from "@tanstack/react-query";
import * as z from "zod";
import { Field } from "@/components/ui/field";
import { FormDialog } from "@/components/ui/form-dialog";
import { Input } from "@/components/ui/input";
import { useApiForm } from "@/components/ui/use-api-form";
import { nameSchema } from "@/lib/api/common";
import type { ThirdPartyCredential } from "@/lib/api/third-party-credentials";
import { updateThirdPartyCredential } from "@/lib/client/third-party-credentials";

const schema = z.object({ name: nameSchema });

type RenameCredentialDialogProps = { credential: ThirdPartyCredential; onClose: () => void };

export function RenameCredentialDialog({ credential, onClose }: RenameCredentialDialogProps) {
  const update = useMutation(updateThirdPartyCredential(credential.id));
  const { register, submit, formState } = useApiForm({
    schema,
    defaultValues: { name: credential.name },
    codes: { name_exists: "name" },
    save: (values, onError) => update.mutate(values, { onSuccess: onClose, onError }),
  });
  return (
    <FormDialog
      size="sm"
      title="Rename credential"
      description="Only the name changes. Rotations continue."
      submitLabel="Rename"
      pending={update.isPending}
      error={formState.errors.root?.message}
      onSubmit={submit}
      onClose={onClose}
    >
      <Field label="Name" error={formState.errors.name?.message}>
        <Input {...register("name")} autoComplete="off" />
      </Field>
    </FormDialog>
  );
}
