"use client";
import { useMutation } from "@tanstack/react-query";
import { Controller, useWatch } from "react-hook-form";
import * as z from "zod";
import { EnvironmentChoice } from "@/components/apps/environment-choice";
import { CheckboxGroup } from "@/components/ui/checkbox-group";
import { Field } from "@/components/ui/field";
import { FormDialog } from "@/components/ui/form-dialog";
import { Input } from "@/components/ui/input";
import { Select } from "@/components/ui/select";
import { ShownOnceDialog } from "@/components/ui/shown-once-dialog";
import { useApiForm } from "@/components/ui/use-api-form";
import { idSchema } from "@/lib/api/common";
import { createServiceTokenSchema, tokenKeySchema } from "@/lib/api/service-tokens";
import { createServiceToken } from "@/lib/client/service-tokens";
import { EXPIRY_OPTIONS, expiryAt, SCOPE_OPTIONS } from "./scope-options";

const schema = createServiceTokenSchema.omit({ expiresAt: true }).extend({
  expiry: z.string(),
  // If none is ticked or named, none is sent.
  environmentIds: z.array(idSchema),
  keys: z.string().superRefine((text, context) => {
    for (const key of namesIn(text)) {
      const { error } = tokenKeySchema.safeParse(key);
      if (error !== undefined)
        context.addIssue({ code: "custom", message: `${key}: ${error.issues[0]?.message}` });
    }
  }),
});

function namesIn(text: string): string[] {
  return text.split(/[\s,]+/).filter(Boolean);
}

export default function NewTokenDialog({ onClose }: { onClose: () => void }) {
  const create = useMutation(createServiceToken);
  const { register, control, submit, formState } = useApiForm({
    schema,
    defaultValues: { name: "", scopes: ["secrets:read"], environmentIds: [], keys: "", expiry: "90" },
    save: ({ expiry, environmentIds, keys, ...token }, onError) =>
      create.mutate(
        {
          ...token,
          environmentIds: environmentIds.length === 0 ? undefined : environmentIds,
          keys: namesIn(keys).length === 0 ? undefined : namesIn(keys),
          expiresAt: expiryAt(expiry, Date.now()),
        },
        { onError },
      ),
  });
  const isEndless = useWatch({ control, name: "expiry" }) === "never";
  if (create.isSuccess) return <CreatedToken token={create.data.token} onClose={onClose} />;
  const { errors } = formState;
  return (
    <FormDialog
      title="New service token"
      description="Programs use it to sign in to the CLI and the HTTP API."
      submitLabel="Create token"
      pending={create.isPending}
      error={errors.root?.message}
      onSubmit={submit}
      onClose={onClose}
    >
      <Field
        label="Name"
        description="Who uses the token, such as a program or machine."
        error={errors.name?.message}
      >
        <Input {...register("name")} autoComplete="off" />
      </Field>
      <Controller
        control={control}
        name="scopes"
        render={({ field, fieldState }) => (
          <CheckboxGroup
            legend="Scopes"
            options={SCOPE_OPTIONS.map((option) => ({
              ...option,
              label: <span className="font-mono text-sm">{option.value}</span>,
            }))}
            values={field.value}
            onValuesChange={field.onChange}
            error={fieldState.error?.message}
          />
        )}
      />
      <Controller
        control={control}
        name="environmentIds"
        render={({ field }) => (
          <EnvironmentChoice
            description="Leave all unticked for every environment, including future ones."
            values={field.value}
            onValuesChange={field.onChange}
          />
        )}
      />
      <Field
        label="Keys"
        description="Separate keys with spaces, such as OPENAI_API_KEY STRIPE_*. Leave empty for all keys."
        error={errors.keys?.message}
      >
        <Input {...register("keys")} autoComplete="off" spellCheck={false} className="font-mono" />
      </Field>
      <Field
        label="Expires after"
        description={isEndless ? "If it leaks, it works until someone revokes it." : undefined}
        error={errors.expiry?.message}
      >
        <Controller
          control={control}
          name="expiry"
          render={({ field }) => (
            <Select
              value={field.value}
              onValueChange={field.onChange}
              options={EXPIRY_OPTIONS}
              className="sm:w-48"
            />
          )}
        />
      </Field>
    </FormDialog>
  );
}

function CreatedToken({ token, onClose }: { token: string; onClose: () => void }) {
  return (
    <ShownOnceDialog
      title="Copy the token now"
      description="You can't see it again. Phase stores only a hash of it."
      text={token}
      copyLabel="Copy token"
      note={
        <>
          Programs read it from the variable <code className="font-mono">PHASE_SERVICE_TOKEN</code>.
        </>
      }
      onClose={onClose}
    />
  );
}
