"use client";
import { useMemo } from "react";
import { Controller } from "react-hook-form";
import { Field } from "@/components/ui/field";
import { FormDialog } from "@/components/ui/form-dialog";
import { Input } from "@/components/ui/input";
import { SecretText } from "@/components/ui/secret-text";
import { useReportedMutation } from "@/components/ui/use-reported-mutation";
import { useApiForm } from "@/components/ui/use-api-form";
import type { SecretRow } from "@/lib/api/secrets";
import { updateSecret } from "@/lib/client/secrets";
import { secretFormSchema } from "./secret-form";

type EditSecretDialogProps = {
  environmentId: string;
  secret: SecretRow;
  /** Keys of the other rows. */
  taken: ReadonlySet<string>;
  onClose: () => void;
};

/** Renames a row, changes its comment, or gives a static one a new value. The current value isn't fetched. */
export function EditSecretDialog({ environmentId, secret, taken, onClose }: EditSecretDialogProps) {
  const update = useReportedMutation(updateSecret(environmentId, secret.id), ({ key }) => `${key} saved.`);
  const schema = useMemo(() => secretFormSchema(taken), [taken]);
  const { register, control, submit, formState } = useApiForm({
    schema,
    mode: "onChange",
    defaultValues: { key: secret.key, value: "", comment: secret.comment },
    codes: { key_exists: "key" },
    save: ({ key, value, comment }, onError) => {
      const body = {
        key: key === secret.key ? undefined : key,
        value: value === "" ? undefined : value,
        comment: comment === secret.comment ? undefined : comment,
      };
      if (Object.values(body).every((one) => one === undefined)) return onClose();
      update.mutate(body, {
        onSuccess: onClose,
        onError,
      });
    },
  });
  const { errors } = formState;
  return (
    <FormDialog
      title={`Edit ${secret.key}`}
      description={
        secret.lifecycle === "rotating"
          ? "The value comes from a rotating secret. You can change the key and the comment."
          : "Leave the value empty to keep the current one."
      }
      submitLabel="Save"
      pending={update.isPending}
      error={errors.root?.message}
      onSubmit={submit}
      onClose={onClose}
    >
      <Field
        label="Key"
        description="Programs that use the current name no longer find the secret."
        error={errors.key?.message}
      >
        <Input {...register("key")} className="font-mono" autoComplete="off" spellCheck={false} />
      </Field>
      {secret.lifecycle === "static" && (
        <Field label="New value" error={errors.value?.message} optional>
          <Controller
            control={control}
            name="value"
            render={({ field: { value, ...rest } }) => <SecretText {...rest} value={value} />}
          />
        </Field>
      )}
      <Field label="Comment" error={errors.comment?.message} optional>
        <Input {...register("comment")} autoComplete="off" />
      </Field>
    </FormDialog>
  );
}
