"use client";
import { zodResolver } from "@hookform/resolvers/zod";
import { useId } from "react";
import { useForm } from "react-hook-form";
import { z } from "zod";
import { Button } from "@/components/ui/button";
import { Dialog } from "@/components/ui/dialog";
import { Field } from "@/components/ui/field";
import { FormError } from "@/components/ui/form-error";
import { SecretInput } from "@/components/ui/input";
import { showApiError } from "@/components/ui/show-api-error";
import { toast } from "@/components/ui/toast";
import { adminApiKeySchema, type ThirdPartyCredential } from "@/lib/api/third-party-credentials";
import { useUpdateThirdPartyCredential } from "@/lib/client/update-third-party-credential";
import { AdminKeyHelp } from "./admin-key-help";
import { KEY_ERROR_FIELDS } from "./key-error-fields";

const schema = z.object({ adminApiKey: adminApiKeySchema });
type Values = z.infer<typeof schema>;

type ReplaceKeyDialogProps = { credential: ThirdPartyCredential; onClose: () => void };

export function ReplaceKeyDialog({ credential, onClose }: ReplaceKeyDialogProps) {
  const id = useId();
  const update = useUpdateThirdPartyCredential(credential.id);
  const { register, handleSubmit, setError, formState } = useForm<Values>({
    resolver: zodResolver(schema),
    defaultValues: { adminApiKey: "" },
  });
  const submit = handleSubmit(async (values) => {
    try {
      await update.mutateAsync(values);
      toast(`The key of ${credential.name} is replaced. Resume what was paused because of the old one.`);
      onClose();
    } catch (error) {
      showApiError<Values>(setError, error, { fields: ["adminApiKey"], codes: KEY_ERROR_FIELDS });
    }
  });
  return (
    <Dialog
      onClose={onClose}
      title={`Replace the key of ${credential.name}`}
      description="Keys minted so far keep working. The new admin key must belong to the same OpenAI organisation."
      footer={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button type="submit" form={id} variant="primary" pending={formState.isSubmitting}>
            Replace key
          </Button>
        </>
      }
    >
      <form id={id} noValidate onSubmit={(event) => void submit(event)} className="flex flex-col gap-4">
        <FormError message={formState.errors.root?.message} />
        <Field
          label="Admin API Key"
          description={<AdminKeyHelp />}
          error={formState.errors.adminApiKey?.message}
        >
          <SecretInput {...register("adminApiKey")} placeholder="sk-admin-…" />
        </Field>
      </form>
    </Dialog>
  );
}
