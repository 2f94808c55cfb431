"use client";
import { useMemo } from "react";
import { Controller } from "react-hook-form";
import { Field } from "@/components/ui/field";
import { FormDialog } from "@/components/ui/form-dialog";
import { Input } from "@/components/ui/input";
import { SecretText } from "@/components/ui/secret-text";
import { useReportedMutation } from "@/components/ui/use-reported-mutation";
import { useApiForm } from "@/components/ui/use-api-form";
import { createSecret } from "@/lib/client/secrets";
import { secretFormSchema } from "./secret-form";

type SecretDialogProps = { environmentId: string; taken: ReadonlySet<string>; onClose: () => void };

/** New Secret → Secret: a value that a person types and changes. */
export function SecretDialog({ environmentId, taken, onClose }: SecretDialogProps) {
  const create = useReportedMutation(createSecret(environmentId), ({ key }) => `${key} saved.`);
  const schema = useMemo(() => secretFormSchema(taken), [taken]);
  const { register, control, submit, formState } = useApiForm({
    schema,
    mode: "onChange",
    defaultValues: { key: "", value: "", comment: "" },
    codes: { key_exists: "key" },
    save: (body, onError) =>
      create.mutate(body, {
        onSuccess: onClose,
        onError,
      }),
  });
  const { errors } = formState;
  return (
    <FormDialog
      title="New secret"
      description="A value that you enter, such as a password or URL. Stored encrypted."
      submitLabel="Save"
      pending={create.isPending}
      error={errors.root?.message}
      onSubmit={submit}
      onClose={onClose}
    >
      <Field label="Key" error={errors.key?.message}>
        <Input
          {...register("key")}
          className="font-mono"
          autoComplete="off"
          autoCapitalize="characters"
          spellCheck={false}
          placeholder="DATABASE_URL"
        />
      </Field>
      <Field label="Value" error={errors.value?.message}>
        <Controller control={control} name="value" render={({ field }) => <SecretText {...field} />} />
      </Field>
      <Field label="Comment" error={errors.comment?.message} optional>
        <Input {...register("comment")} autoComplete="off" />
      </Field>
    </FormDialog>
  );
}
