"use client";
import { Controller } from "react-hook-form";
import * as z from "zod";
import { Button } from "@/components/ui/button";
import { Field } from "@/components/ui/field";
import { FormError } from "@/components/ui/form-error";
import { SecretText } from "@/components/ui/secret-text";
import { useApiForm } from "@/components/ui/use-api-form";
import { useReportedMutation } from "@/components/ui/use-reported-mutation";
import { adminApiKeySchema, type ThirdPartyCredential } from "@/lib/api/third-party-credentials";
import { updateThirdPartyCredential } from "@/lib/client/third-party-credentials";
import { AdminKeyHelp } from "./admin-key-help";
import { KEY_ERROR_FIELDS } from "./key-error-fields";

const schema = z.object({ adminApiKey: adminApiKeySchema });

type ReplaceKeyFormProps = {
  credential: ThirdPartyCredential;
  onReplaced: () => void;
  /** Left out if there is nothing to go back to. */
  onCancel?: () => void;
};

/**
 * Another admin key for a credential. OpenAI checks it before it is saved, and a refusal is shown at the
 * key's field.
 */
export function ReplaceKeyForm({ credential, onReplaced, onCancel }: ReplaceKeyFormProps) {
  const update = useReportedMutation(
    updateThirdPartyCredential(credential.id),
    () => `Key of ${credential.name} replaced.`,
  );
  const { control, submit, formState } = useApiForm({
    schema,
    defaultValues: { adminApiKey: "" },
    codes: KEY_ERROR_FIELDS,
    save: (values, onError) => update.mutate(values, { onSuccess: onReplaced, onError }),
  });
  return (
    <form noValidate onSubmit={submit} className="flex flex-col gap-4">
      <FormError message={formState.errors.root?.message} />
      <Field
        label="Admin API Key"
        description={<AdminKeyHelp />}
        error={formState.errors.adminApiKey?.message}
      >
        <Controller
          control={control}
          name="adminApiKey"
          render={({ field }) => <SecretText {...field} singleLine placeholder="sk-admin-…" />}
        />
      </Field>
      <div className="flex flex-wrap items-center justify-end gap-2">
        {update.isPending && (
          <span role="status" className="mr-auto text-sm text-muted">
            Checking the key with OpenAI…
          </span>
        )}
        {onCancel !== undefined && <Button onClick={onCancel}>Cancel</Button>}
        <Button type="submit" variant="primary" pending={update.isPending}>
          Replace key
        </Button>
      </div>
    </form>
  );
}
