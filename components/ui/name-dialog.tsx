"use client";
import { type UseMutationOptions, useMutation } from "@tanstack/react-query";
import * as z from "zod";
import { Field } from "./field";
import { FormDialog } from "./form-dialog";
import { Input } from "./input";
import { useApiForm } from "./use-api-form";
import { nameSchema } from "@/lib/api/common";

const schema = z.object({ name: nameSchema });

type NameDialogProps<Answer> = {
  title: string;
  description: string;
  submitLabel: string;
  /** Its current name. */
  name?: string;
  /** The action. */
  change: UseMutationOptions<Answer, Error, { name: string }>;
  onSaved: (answer: Answer) => void;
  onClose: () => void;
};

/** Asks for the name of a new or renamed item. */
export function NameDialog<Answer>({
  name = "",
  change,
  onSaved,
  onClose,
  ...words
}: NameDialogProps<Answer>) {
  const save = useMutation(change);
  const { register, submit, formState } = useApiForm({
    schema,
    defaultValues: { name },
    codes: { name_exists: "name" },
    save: (values, onError) => save.mutate(values, { onSuccess: onSaved, onError }),
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
