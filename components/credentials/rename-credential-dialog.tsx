"use client";
import { zodResolver } from "@hookform/resolvers/zod";
import { useId } from "react";
import { useForm } from "react-hook-form";
import { z } from "zod";
import { Button } from "@/components/ui/button";
import { Dialog } from "@/components/ui/dialog";
import { Field } from "@/components/ui/field";
import { FormError } from "@/components/ui/form-error";
import { Input } from "@/components/ui/input";
import { showApiError } from "@/components/ui/show-api-error";
import { nameSchema } from "@/lib/api/common";
import type { ThirdPartyCredential } from "@/lib/api/third-party-credentials";
import { useUpdateThirdPartyCredential } from "@/lib/client/update-third-party-credential";

const schema = z.object({ name: nameSchema });
type Values = z.infer<typeof schema>;

type RenameCredentialDialogProps = { credential: ThirdPartyCredential; onClose: () => void };

export function RenameCredentialDialog({ credential, onClose }: RenameCredentialDialogProps) {
  const id = useId();
  const update = useUpdateThirdPartyCredential(credential.id);
  const { register, handleSubmit, setError, formState } = useForm<Values>({
    resolver: zodResolver(schema),
    defaultValues: { name: credential.name },
  });
  const submit = handleSubmit(async (values) => {
    try {
      await update.mutateAsync(values);
      onClose();
    } catch (error) {
      showApiError<Values>(setError, error, { fields: ["name"], codes: { name_exists: "name" } });
    }
  });
  return (
    <Dialog
      onClose={onClose}
      size="sm"
      title="Rename credential"
      description="Only the name changes. Rotations go on."
      footer={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button type="submit" form={id} variant="primary" pending={formState.isSubmitting}>
            Rename
          </Button>
        </>
      }
    >
      <form id={id} noValidate onSubmit={(event) => void submit(event)} className="flex flex-col gap-4">
        <FormError message={formState.errors.root?.message} />
        <Field label="Name" error={formState.errors.name?.message}>
          <Input {...register("name")} autoComplete="off" />
        </Field>
      </form>
    </Dialog>
  );
}
