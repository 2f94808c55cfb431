"use client";
import { Controller } from "react-hook-form";
import { CheckboxGroup } from "@/components/ui/checkbox-group";
import { Field } from "@/components/ui/field";
import { FormDialog } from "@/components/ui/form-dialog";
import { Input } from "@/components/ui/input";
import { Select } from "@/components/ui/select";
import { useApiForm } from "@/components/ui/use-api-form";
import { type CreateWebhook, createWebhookSchema } from "@/lib/api/webhooks";
import { NOTIFICATION_TYPES, NOTIFICATIONS } from "@/lib/lists/notification-types";

const FORMAT_OPTIONS = [
  { value: "standard", label: "Standard Webhooks", hint: "Signed JSON, for programs" },
  { value: "slack", label: "Slack", hint: "Plain text, for Slack, Mattermost and similar" },
];

const TYPE_OPTIONS = NOTIFICATION_TYPES.map((value) => ({ value, label: NOTIFICATIONS[value].label }));

type WebhookFormDialogProps = {
  title: string;
  description: string;
  submitLabel: string;
  defaults: CreateWebhook;
  pending: boolean;
  save: (webhook: CreateWebhook, onError: (error: unknown) => void) => void;
  onClose: () => void;
};

export function WebhookFormDialog({ defaults, save, ...dialog }: WebhookFormDialogProps) {
  const { name, url, format, types } = defaults;
  const { register, control, submit, formState } = useApiForm({
    schema: createWebhookSchema,
    defaultValues: { name, url, format, types },
    save,
  });
  const { errors } = formState;
  return (
    <FormDialog {...dialog} error={errors.root?.message} onSubmit={submit}>
      <Field label="Name" error={errors.name?.message}>
        <Input {...register("name")} autoComplete="off" />
      </Field>
      <Field
        label="URL"
        description="Stored encrypted, because some webhook URLs grant write access."
        error={errors.url?.message}
      >
        <Input
          {...register("url")}
          type="url"
          inputMode="url"
          placeholder="https://"
          autoComplete="off"
          spellCheck={false}
          className="font-mono"
        />
      </Field>
      <Field label="Format">
        <Controller
          control={control}
          name="format"
          render={({ field }) => (
            <Select
              value={field.value ?? null}
              onValueChange={field.onChange}
              options={FORMAT_OPTIONS}
              className="sm:w-64"
            />
          )}
        />
      </Field>
      <Controller
        control={control}
        name="types"
        render={({ field }) => (
          <CheckboxGroup
            legend="Events"
            description="Leave all unticked for every event, including future types."
            columns
            options={TYPE_OPTIONS}
            values={field.value ?? []}
            onValuesChange={field.onChange}
          />
        )}
      />
    </FormDialog>
  );
}
