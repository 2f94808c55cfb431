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
import { useCreateSecret } from "@/lib/client/create-secret";
import {
  SECRET_FORM_PLACES,
  secretFormSchema,
  type SecretFormInput,
  type SecretFormOutput,
} from "./secret-form";

type SecretDialogProps = { environmentId: string; taken: ReadonlySet<string>; onClose: () => void };

/** New Secret → Secret: a value that a person types and changes. */
export function SecretDialog({ environmentId, taken, onClose }: SecretDialogProps) {
  const formId = useId();
  const create = useCreateSecret(environmentId);
  const schema = useMemo(() => secretFormSchema(taken), [taken]);
  const form = useForm<SecretFormInput, unknown, SecretFormOutput>({
    resolver: zodResolver(schema),
    mode: "onChange",
    defaultValues: { key: "", value: "", comment: "" },
  });
  const { errors } = form.formState;
  const save = form.handleSubmit((body) =>
    create.mutate(body, {
      onSuccess: () => {
        toast(`${body.key} was saved.`);
        onClose();
      },
      onError: (error) => showApiError(form.setError, error, SECRET_FORM_PLACES),
    }),
  );
  return (
    <Dialog
      onClose={onClose}
      title="New secret"
      description="A value of your own, such as a password or an address. It is stored sealed."
      footer={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button type="submit" form={formId} variant="primary" pending={create.isPending}>
            Save
          </Button>
        </>
      }
    >
      <form id={formId} noValidate className="flex flex-col gap-4" onSubmit={(event) => void save(event)}>
        <Field label="Key" error={errors.key?.message}>
          <Input
            {...form.register("key")}
            className="font-mono"
            autoComplete="off"
            autoCapitalize="characters"
            spellCheck={false}
            placeholder="DATABASE_URL"
          />
        </Field>
        <Field label="Value" error={errors.value?.message}>
          <SecretInput {...form.register("value")} />
        </Field>
        <Field label="Comment" error={errors.comment?.message} optional>
          <Input {...form.register("comment")} autoComplete="off" />
        </Field>
        <FormError message={errors.root?.message} />
      </form>
    </Dialog>
  );
}
