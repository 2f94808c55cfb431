"use client";
import { useMutation } from "@tanstack/react-query";
import { Controller } from "react-hook-form";
import { Button } from "@/components/ui/button";
import { Field } from "@/components/ui/field";
import { FormError } from "@/components/ui/form-error";
import { Input } from "@/components/ui/input";
import { SecretText } from "@/components/ui/secret-text";
import { useApiForm } from "@/components/ui/use-api-form";
import {
  createThirdPartyCredentialSchema,
  type ThirdPartyCredential,
} from "@/lib/api/third-party-credentials";
import { createThirdPartyCredential } from "@/lib/client/third-party-credentials";
import { AdminKeyHelp } from "./admin-key-help";
import { KEY_ERROR_FIELDS } from "./key-error-fields";

const schema = createThirdPartyCredentialSchema.omit({ provider: true });

type AddCredentialFormProps = { onSaved: (credential: ThirdPartyCredential) => void; onCancel: () => void };

/** An OpenAI admin key and a name for it. A refusal is shown at the key's field, and the input stays. */
export function AddCredentialForm({ onSaved, onCancel }: AddCredentialFormProps) {
  const create = useMutation(createThirdPartyCredential);
  const { register, control, submit, formState } = useApiForm({
    schema,
    defaultValues: { name: "", adminApiKey: "" },
    codes: { ...KEY_ERROR_FIELDS, name_exists: "name" },
    save: (values, onError) =>
      create.mutate({ provider: "openai", ...values }, { onSuccess: onSaved, onError }),
  });
  const { errors } = formState;

  return (
    <form
      noValidate
      onSubmit={(event) => {
        // The form may be inside another dialog's form, which must not be submitted with it.
        event.stopPropagation();
        submit(event);
      }}
      className="flex flex-col gap-4"
    >
      <FormError message={errors.root?.message} />
      <Field
        label="Name"
        description="Helps you recognise the key. Use the name of its OpenAI organisation, for example."
        error={errors.name?.message}
      >
        <Input {...register("name")} autoComplete="off" />
      </Field>
      <Field label="Admin API Key" description={<AdminKeyHelp />} error={errors.adminApiKey?.message}>
        <Controller
          control={control}
          name="adminApiKey"
          render={({ field }) => <SecretText {...field} singleLine placeholder="sk-admin-…" />}
        />
      </Field>
      <div className="flex items-center justify-end gap-2">
        {create.isPending && (
          <span role="status" className="mr-auto text-sm text-muted">
            Checking the key with OpenAI…
          </span>
        )}
        <Button onClick={onCancel}>Cancel</Button>
        <Button type="submit" variant="primary" pending={create.isPending}>
          Save
        </Button>
      </div>
    </form>
  );
}
