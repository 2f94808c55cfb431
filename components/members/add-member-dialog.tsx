"use client";
import { useMutation, useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { Controller, useWatch } from "react-hook-form";
import { CopyButton } from "@/components/ui/copy-button";
import { Field } from "@/components/ui/field";
import { FormDialog } from "@/components/ui/form-dialog";
import { Input } from "@/components/ui/input";
import { Select } from "@/components/ui/select";
import { toast } from "@/components/ui/toast";
import { useApiForm } from "@/components/ui/use-api-form";
import { createMemberSchema } from "@/lib/api/members";
import { meQuery } from "@/lib/client/me";
import { createMember } from "@/lib/client/members";
import { firstPassword } from "./first-password";
import { roleOptions } from "./role-options";

export default function AddMemberDialog({ onClose }: { onClose: () => void }) {
  const own = useQuery(meQuery).data?.role;
  const create = useMutation(createMember);
  const [suggested] = useState(firstPassword);
  const { register, control, submit, formState } = useApiForm({
    schema: createMemberSchema,
    defaultValues: { email: "", name: "", role: "developer", password: suggested },
    codes: { name_exists: "email" },
    save: (values, onError) =>
      create.mutate(values, {
        onSuccess: ({ email }) => {
          toast(`${email} can sign in now with the password that you hand over.`);
          onClose();
        },
        onError,
      }),
  });
  const { errors } = formState;
  const password = useWatch({ control, name: "password" });
  return (
    <FormDialog
      title="Add member"
      description="Another person who can sign in to this organisation."
      submitLabel="Add member"
      pending={create.isPending}
      error={errors.root?.message}
      onSubmit={submit}
      onClose={onClose}
    >
      <Field label="Email" error={errors.email?.message}>
        <Input {...register("email")} type="email" autoComplete="off" />
      </Field>
      <Field label="Name" optional error={errors.name?.message}>
        <Input {...register("name")} autoComplete="off" />
      </Field>
      <Field label="Role" error={errors.role?.message}>
        <Controller
          control={control}
          name="role"
          render={({ field }) => (
            <Select
              value={field.value}
              options={roleOptions(own)}
              onValueChange={(role) => field.onChange(role)}
            />
          )}
        />
      </Field>
      <Field
        label="First password"
        description="Hand it over yourself: Phase sends no e-mail. It can be changed in Settings after signing in."
        error={errors.password?.message}
      >
        <div className="flex gap-1">
          <Input {...register("password")} autoComplete="off" spellCheck={false} className="font-mono" />
          <CopyButton text={password} label="Copy first password" />
        </div>
      </Field>
    </FormDialog>
  );
}
