"use client";
import { type UseMutationOptions, useMutation } from "@tanstack/react-query";
import { Field } from "@/components/ui/field";
import { FormDialog } from "@/components/ui/form-dialog";
import { Input } from "@/components/ui/input";
import { useApiForm } from "@/components/ui/use-api-form";
import { environmentNameSchema } from "@/lib/api/apps";

type NameDialogProps<Answer> = {
  title: string;
  description: string;
  submitLabel: string;
  name: string;
  /** What the name is given with. */
  change: UseMutationOptions<Answer, Error, { name: string }>;
  onClose: () => void;
};

/** Asks for the name of an app or an environment. */
export default function NameDialog<Answer>({ name, change, onClose, ...words }: NameDialogProps<Answer>) {
  const save = useMutation(change);
  const { register, submit, formState } = useApiForm({
    schema: environmentNameSchema,
    defaultValues: { name },
    codes: { name_exists: "name" },
    save: (values, onError) => save.mutate(values, { onSuccess: onClose, onError }),
  });
  return (
    <FormDialog
      size="sm"
      {...words}
      pending={save.isPending}
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
