"use client";
import { useMutation } from "@tanstack/react-query";
import { Controller } from "react-hook-form";
import * as z from "zod";
import { Field } from "@/components/ui/field";
import { FormDialog } from "@/components/ui/form-dialog";
import { SecretText } from "@/components/ui/secret-text";
import { toast } from "@/components/ui/toast";
import { useApiForm } from "@/components/ui/use-api-form";
import { adminApiKeySchema, type ThirdPartyCredential } from "@/lib/api/third-party-credentials";
import { updateThirdPartyCredential } from "@/lib/client/third-party-credentials";
import { AdminKeyHelp } from "./admin-key-help";
import { KEY_ERROR_FIELDS } from "./key-error-fields";

const schema = z.object({ adminApiKey: adminApiKeySchema });

type ReplaceKeyDialogProps = { credential: ThirdPartyCredential; onClose: () => void };

export function ReplaceKeyDialog({ credential, onClose }: ReplaceKeyDialogProps) {
  const update = useMutation(updateThirdPartyCredential(credential.id));
  const { control, submit, formState } = useApiForm({
    schema,
    defaultValues: { adminApiKey: "" },
    codes: KEY_ERROR_FIELDS,
    save: (values, onError) =>
      update.mutate(values, {
        onSuccess: () => {
          toast(`The key of ${credential.name} is replaced. Resume what was paused because of the old one.`);
          onClose();
        },
        onError,
      }),
  });
  return (
    <FormDialog
      title={`Replace the key of ${credential.name}`}
      description="Keys minted so far keep working. The new admin key must belong to the same OpenAI organisation."
      submitLabel="Replace key"
      pending={update.isPending}
      error={formState.errors.root?.message}
      onSubmit={submit}
      onClose={onClose}
    >
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
    </FormDialog>
  );
}
