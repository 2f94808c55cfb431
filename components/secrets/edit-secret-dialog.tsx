"use client";
import { zodResolver } from "@hookform/resolvers/zod";
import { useId, useMemo } from "react";
import { useForm } from "react-hook-form";
import { Button } from "@/components/ui/button";
import { Dialog } from "@/components/ui/dialog";
import { Field } from "@/components/ui/field";
import { FormError } from "@/components/ui/form-error";
import { Input, SecretInput } from "@/components/ui/input";
import { showApiError } from "@/components/ui/show-api-error";
import { toast } from "@/components/ui/toast";
import type { SecretRow } from "@/lib/api/secrets";
import { useUpdateSecret } from "@/lib/client/update-secret";
import {
  SECRET_FORM_PLACES,
  secretFormSchema,
  type SecretFormInput,
  type SecretFormOutput,
} from "./secret-form";

type EditSecretDialogProps = {
  environmentId: string;
  secret: SecretRow;
  /** Keys of the other rows. */
  taken: ReadonlySet<string>;
  onClose: () => void;
};

/** Renames a row, changes its comment, or, for a static one, gives it a new value. The old value is not fetched for it. */
export function EditSecretDialog({ environmentId, secret, taken, onClose }: EditSecretDialogProps) {
  const formId = useId();
  const update = useUpdateSecret(environmentId, secret.id);
  const schema = useMemo(() => secretFormSchema(taken), [taken]);
  const form = useForm<SecretFormInput, unknown, SecretFormOutput>({
    resolver: zodResolver(schema),
    mode: "onChange",
    defaultValues: { key: secret.key, value: "", comment: secret.comment },
  });
  const { errors } = form.formState;
  const save = form.handleSubmit(({ key, value, comment }) => {
    const body = {
      key: key === secret.key ? undefined : key,
      value: value === "" ? undefined : value,
      comment: comment === secret.comment ? undefined : comment,
    };
    if (Object.values(body).every((one) => one === undefined)) return onClose();
    update.mutate(body, {
      onSuccess: () => {
        toast(`${key} was saved.`);
        onClose();
      },
      onError: (error) => showApiError(form.setError, error, SECRET_FORM_PLACES),
    });
  });
  return (
    <Dialog
      onClose={onClose}
      title={`Edit ${secret.key}`}
      description={
        secret.lifecycle === "rotating"
          ? "The value comes from a rotating secret; its name and comment are yours."
          : "Leave the value empty to keep the one that stands."
      }
      footer={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button type="submit" form={formId} variant="primary" pending={update.isPending}>
            Save
          </Button>
        </>
      }
    >
      <form id={formId} noValidate className="flex flex-col gap-4" onSubmit={(event) => void save(event)}>
        <Field
          label="Key"
          description="Programs that read the old name stop finding it."
          error={errors.key?.message}
        >
          <Input {...form.register("key")} className="font-mono" autoComplete="off" spellCheck={false} />
        </Field>
        {secret.lifecycle === "static" && (
          <Field label="New value" error={errors.value?.message} optional>
            <SecretInput {...form.register("value")} />
          </Field>
        )}
        <Field label="Comment" error={errors.comment?.message} optional>
          <Input {...form.register("comment")} autoComplete="off" />
        </Field>
        <FormError message={errors.root?.message} />
      </form>
    </Dialog>
  );
}
