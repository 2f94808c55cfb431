"use client";
import { zodResolver } from "@hookform/resolvers/zod";
import { useId, useState } from "react";
import { Controller, useForm, useWatch } from "react-hook-form";
import { Button } from "@/components/ui/button";
import { CopyButton } from "@/components/ui/copy-button";
import { Dialog } from "@/components/ui/dialog";
import { Field } from "@/components/ui/field";
import { FormError } from "@/components/ui/form-error";
import { Input } from "@/components/ui/input";
import { Select } from "@/components/ui/select";
import { showApiError } from "@/components/ui/show-api-error";
import { toast } from "@/components/ui/toast";
import { type CreateMember, createMemberSchema } from "@/lib/api/members";
import { useCreateMember } from "@/lib/client/create-member";
import { useMe } from "@/lib/client/me";
import { firstPassword } from "./first-password";
import { roleOptions } from "./role-options";

const FIELDS = ["email", "name", "role", "password"] as const;

export default function AddMemberDialog({ onClose }: { onClose: () => void }) {
  const id = useId();
  const own = useMe().data?.role;
  const create = useCreateMember();
  const [suggested] = useState(firstPassword);
  const { register, control, handleSubmit, setError, formState } = useForm<CreateMember>({
    resolver: zodResolver(createMemberSchema),
    defaultValues: { email: "", name: "", role: "developer", password: suggested },
  });
  const { errors, isSubmitting } = formState;

  const password = useWatch({ control, name: "password" });
  const submit = handleSubmit(async (values) => {
    try {
      const { email } = await create.mutateAsync(values);
      toast(`${email} can sign in now with the password that you hand over.`);
      onClose();
    } catch (error) {
      showApiError<CreateMember>(setError, error, { fields: FIELDS, codes: { name_exists: "email" } });
    }
  });

  return (
    <Dialog
      onClose={onClose}
      title="Add member"
      description="Another person who can sign in to this organisation."
      footer={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button type="submit" form={id} variant="primary" pending={isSubmitting}>
            Add member
          </Button>
        </>
      }
    >
      <form id={id} noValidate onSubmit={(event) => void submit(event)} className="flex flex-col gap-4">
        <FormError message={errors.root?.message} />
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
      </form>
    </Dialog>
  );
}
