"use client";
import { useMutation } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import { Field } from "@/components/ui/field";
import { FormDialog } from "@/components/ui/form-dialog";
import { Input } from "@/components/ui/input";
import { useApiForm } from "@/components/ui/use-api-form";
import { createAppSchema } from "@/lib/api/apps";
import { createApp } from "@/lib/client/apps";

export default function NewAppDialog({ onClose }: { onClose: () => void }) {
  const router = useRouter();
  const create = useMutation(createApp);
  const { register, submit, formState } = useApiForm({
    schema: createAppSchema,
    defaultValues: { name: "" },
    codes: { name_exists: "name" },
    save: (values, onError) =>
      create.mutate(values, { onSuccess: ({ id }) => router.push(`/apps/${id}`), onError }),
  });
  return (
    <FormDialog
      size="sm"
      title="New app"
      description="It comes with Development, Staging and Production."
      submitLabel="Create app"
      pending={create.isPending}
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
