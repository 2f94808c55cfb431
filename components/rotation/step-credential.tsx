"use client";
import { useQuery } from "@tanstack/react-query";
import { useEffect } from "react";
import { useController, useFormContext } from "react-hook-form";
import { ProviderButtons } from "@/components/admin-keys/provider-buttons";
import { Button } from "@/components/ui/button";
import { Field } from "@/components/ui/field";
import { Input, Textarea } from "@/components/ui/input";
import { Notice } from "@/components/ui/notice";
import { Select } from "@/components/ui/select";
import { errorMessage } from "@/lib/client/fetcher";
import { thirdPartyCredentialsQuery } from "@/lib/client/third-party-credentials";
import type { FormInput, FormOutput } from "./rotating-secret-form";

function CredentialField({ onAdd }: { onAdd?: (() => void) | undefined }) {
  const { control, resetField } = useFormContext<FormInput, unknown, FormOutput>();
  const {
    field: { ref, ...field },
    fieldState,
  } = useController({ control, name: "thirdPartyCredentialId" });
  const credentials = useQuery(thirdPartyCredentialsQuery);
  const only = credentials.data?.length === 1 ? credentials.data[0] : undefined;
  useEffect(() => {
    // A single choice is preselected. It is a suggestion, not input.
    if (only !== undefined && field.value === "") {
      resetField("thirdPartyCredentialId", { defaultValue: only.id });
    }
  }, [only, field.value, resetField]);
  const options = (credentials.data ?? []).map(({ id, name, keyHint, status }) => ({
    value: id,
    label: name,
    hint: status === "valid" ? keyHint : `${keyHint} · refused by OpenAI`,
  }));
  return (
    <div className="flex flex-col gap-2">
      <Field
        label="Third-party credential"
        error={fieldState.error === undefined ? undefined : "Pick a credential, or add one."}
      >
        <div className="flex gap-2">
          <Select
            ref={ref}
            value={field.value === "" ? null : field.value}
            onValueChange={field.onChange}
            options={options}
            placeholder={credentials.isPending ? "Loading…" : "Pick a credential"}
            disabled={options.length === 0}
          />
          {onAdd !== undefined && <Button onClick={onAdd}>Add credential</Button>}
        </div>
      </Field>
      {credentials.isError && <Notice tone="danger">{errorMessage(credentials.error)}</Notice>}
      {credentials.data?.length === 0 && (
        <p className="text-sm text-muted">
          No credentials yet. A credential holds the OpenAI admin key that mints and revokes keys.
        </p>
      )}
    </div>
  );
}

/** The provider, the admin key, and a name. `onAdd` is missing for members who may not add credentials. */
export function StepCredential({ onAdd }: { onAdd?: (() => void) | undefined }) {
  const { register, control, formState } = useFormContext<FormInput, unknown, FormOutput>();
  const provider = useController({ control, name: "provider" }).field;
  return (
    <div className="flex flex-col gap-4">
      <ProviderButtons value={provider.value} onValueChange={provider.onChange} />
      <CredentialField onAdd={onAdd} />
      <Field label="Name" error={formState.errors.name?.message}>
        <Input {...register("name")} autoComplete="off" placeholder="OpenAI production" />
      </Field>
      <Field label="Description" error={formState.errors.description?.message} optional>
        <Textarea {...register("description")} rows={2} />
      </Field>
    </div>
  );
}
