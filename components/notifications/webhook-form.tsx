"use client";
import { type FormEvent, useState } from "react";
import { Checkbox } from "@/components/ui/checkbox";
import { Field } from "@/components/ui/field";
import { FormError } from "@/components/ui/form-error";
import { Input } from "@/components/ui/input";
import { Select } from "@/components/ui/select";
import {
  type CreateWebhook,
  createWebhookSchema,
  NOTIFICATION_TYPES,
  type NotificationType,
  WEBHOOK_FORMATS,
} from "@/lib/api/webhooks";
import { TYPE_LABELS } from "./type-labels";

const FORMAT_OPTIONS = [
  { value: "standard", label: "Standard Webhooks", hint: "Signed JSON, for programs" },
  { value: "slack", label: "Slack", hint: "One text, for Slack, Mattermost and the like" },
];

type WebhookFormProps = {
  id: string;
  defaults: CreateWebhook;
  problem: string | undefined;
  onSubmit: (webhook: CreateWebhook) => void;
};

export function WebhookForm({ id, defaults, problem, onSubmit }: WebhookFormProps) {
  const [name, setName] = useState(defaults.name);
  const [url, setUrl] = useState(defaults.url);
  const [format, setFormat] = useState(defaults.format);
  const [types, setTypes] = useState<readonly NotificationType[]>(defaults.types);
  const [issues, setIssues] = useState<Partial<Record<string, string>>>({});

  const submit = (event: FormEvent) => {
    event.preventDefault();
    const parsed = createWebhookSchema.safeParse({ name, url, format, types });
    if (parsed.success) onSubmit(parsed.data);
    setIssues(
      Object.fromEntries(parsed.error?.issues.map(({ path, message }) => [String(path[0]), message]) ?? []),
    );
  };

  return (
    <form id={id} noValidate onSubmit={submit} className="flex flex-col gap-5">
      <FormError message={problem} />
      <Field label="Name" error={issues.name}>
        <Input value={name} onChange={(event) => setName(event.target.value)} autoComplete="off" />
      </Field>
      <Field
        label="URL"
        description="Where to POST. It is kept sealed: to know one may be enough to write there."
        error={issues.url}
      >
        <Input
          value={url}
          onChange={(event) => setUrl(event.target.value)}
          type="url"
          inputMode="url"
          placeholder="https://"
          autoComplete="off"
          spellCheck={false}
          className="font-mono"
        />
      </Field>
      <Field label="Format">
        <Select
          value={format}
          onValueChange={(value) => setFormat(WEBHOOK_FORMATS.find((known) => known === value) ?? format)}
          options={FORMAT_OPTIONS}
          className="sm:w-64"
        />
      </Field>
      <fieldset className="flex flex-col gap-2">
        <legend className="mb-1 text-sm font-medium">Events</legend>
        <p className="text-sm text-faint">None ticked: all of them, and those to come.</p>
        <div className="grid gap-2 sm:grid-cols-2">
          {NOTIFICATION_TYPES.map((type) => (
            <Checkbox
              key={type}
              label={TYPE_LABELS[type]}
              checked={types.includes(type)}
              onCheckedChange={(on) =>
                setTypes(on ? [...types, type] : types.filter((other) => other !== type))
              }
            />
          ))}
        </div>
      </fieldset>
    </form>
  );
}
