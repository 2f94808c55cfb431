"use client";
import { useMutation } from "@tanstack/react-query";
import { Controller } from "react-hook-form";
import * as z from "zod";
import { Field } from "@/components/ui/field";
import { FormDialog } from "@/components/ui/form-dialog";
import { Input } from "@/components/ui/input";
import { Select } from "@/components/ui/select";
import { useApiForm } from "@/components/ui/use-api-form";
import { nameSchema } from "@/lib/api/common";
import type { ServiceToken } from "@/lib/api/service-tokens";
import { updateServiceToken } from "@/lib/client/service-tokens";
import { EXPIRY_OPTIONS, expiryAt } from "./scope-options";

const SAME = "same";
const schema = z.object({ name: nameSchema, expiresAt: z.string() });

export default function EditTokenDialog({ token, onClose }: { token: ServiceToken; onClose: () => void }) {
  const update = useMutation(updateServiceToken(token.id));
  const { register, control, submit, formState } = useApiForm({
    schema,
    defaultValues: { name: token.name, expiresAt: SAME },
    codes: { name_exists: "name" },
    save: ({ name, expiresAt: choice }, onError) =>
      update.mutate(
        { name, ...(choice === SAME ? {} : { expiresAt: expiryAt(choice, Date.now()) }) },
        { onSuccess: onClose, onError },
      ),
  });
  const { errors } = formState;
  return (
    <FormDialog
      size="sm"
      title={`Edit ${token.name}`}
      description="Programs keep using the same token. Its scopes can't be changed."
      submitLabel="Save"
      pending={update.isPending}
      error={errors.root?.message}
      onSubmit={submit}
      onClose={onClose}
    >
      <Field label="Name" error={errors.name?.message}>
        <Input {...register("name")} autoComplete="off" />
      </Field>
      <Field
        label="Expires after"
        description="Counted from now. Tokens that it created expire no later."
        error={errors.expiresAt?.message}
      >
        <Controller
          control={control}
          name="expiresAt"
          render={({ field }) => (
            <Select
              value={field.value}
              onValueChange={field.onChange}
              options={[{ value: SAME, label: "Unchanged" }, ...EXPIRY_OPTIONS]}
              className="sm:w-48"
            />
          )}
        />
      </Field>
    </FormDialog>
  );
}
