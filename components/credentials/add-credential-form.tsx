"use client";
import { zodResolver } from "@hookform/resolvers/zod";
import { useForm } from "react-hook-form";
import { Button } from "@/components/ui/button";
import { Field } from "@/components/ui/field";
import { FormError } from "@/components/ui/form-error";
import { Input, SecretInput } from "@/components/ui/input";
import { showApiError } from "@/components/ui/show-api-error";
import {
  type CreateThirdPartyCredential,
  createThirdPartyCredentialSchema,
  type ThirdPartyCredential,
} from "@/lib/api/third-party-credentials";
import { useCreateThirdPartyCredential } from "@/lib/client/create-third-party-credential";
import { AdminKeyHelp } from "./admin-key-help";
import { KEY_ERROR_FIELDS } from "./key-error-fields";

type AddCredentialFormProps = { onSaved: (credential: ThirdPartyCredential) => void; onCancel: () => void };

/** An OpenAI admin key and a name for it. Refused keys are told beside the key, and what was typed stays. */
export function AddCredentialForm({ onSaved, onCancel }: AddCredentialFormProps) {
  const create = useCreateThirdPartyCredential();
  const { register, handleSubmit, setError, formState } = useForm<CreateThirdPartyCredential>({
    resolver: zodResolver(createThirdPartyCredentialSchema),
    defaultValues: { provider: "openai", name: "", adminApiKey: "" },
  });
  const { errors, isSubmitting } = formState;

  const submit = handleSubmit(async (values) => {
    try {
      onSaved(await create.mutateAsync(values));
    } catch (error) {
      showApiError<CreateThirdPartyCredential>(setError, error, {
        fields: ["name", "adminApiKey"],
        codes: { ...KEY_ERROR_FIELDS, name_exists: "name" },
      });
    }
  });

  return (
    <form
      noValidate
      onSubmit={(event) => {
        // It may stand inside another dialog's form, which must not be sent with it.
        event.stopPropagation();
        void submit(event);
      }}
      className="flex flex-col gap-4"
    >
      <FormError message={errors.root?.message} />
      <Field
        label="Name"
        description="For you to recognise it, such as the OpenAI organisation it belongs to."
        error={errors.name?.message}
      >
        <Input {...register("name")} autoComplete="off" />
      </Field>
      <Field label="Admin API Key" description={<AdminKeyHelp />} error={errors.adminApiKey?.message}>
        <SecretInput {...register("adminApiKey")} placeholder="sk-admin-…" />
      </Field>
      <div className="flex items-center justify-end gap-2">
        {isSubmitting && (
          <span role="status" className="mr-auto text-sm text-muted">
            Asking OpenAI…
          </span>
        )}
        <Button onClick={onCancel}>Cancel</Button>
        <Button type="submit" variant="primary" pending={isSubmitting}>
          Save
        </Button>
      </div>
    </form>
  );
}
