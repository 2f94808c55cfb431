"use client";
import { useMutation, useQuery } from "@tanstack/react-query";
import { Controller } from "react-hook-form";
import { Field } from "@/components/ui/field";
import { FormDialog } from "@/components/ui/form-dialog";
import { Input } from "@/components/ui/input";
import { Select } from "@/components/ui/select";
import { useApiForm } from "@/components/ui/use-api-form";
import { createMemberSchema } from "@/lib/api/members";
import { meQuery } from "@/lib/client/me";
import { createMember } from "@/lib/client/members";
import { isSentAlready, LinkToHandOver } from "./invitation-made";
import { roleOptions } from "./role-options";

const schema = createMemberSchema.omit({ password: true });

export default function InviteMemberDialog({ onClose }: { onClose: () => void }) {
  const own = useQuery(meQuery).data?.role;
  const create = useMutation(createMember);
  const { register, control, submit, formState } = useApiForm({
    schema,
    defaultValues: { email: "", name: "", role: "developer" },
    codes: { name_exists: "email" },
    save: (values, onError) =>
      create.mutate(values, {
        onSuccess: ({ email, invitation }) => {
          if (isSentAlready(email, invitation)) onClose();
        },
        onError,
      }),
  });
  const { errors } = formState;
  const { email, invitation } = create.data ?? {};
  if (email !== undefined && invitation?.link) {
    return <LinkToHandOver email={email} link={invitation.link} onClose={onClose} />;
  }
  return (
    <FormDialog
      title="Invite member"
      description="They choose their own password with a link that works once."
      submitLabel="Invite member"
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
    </FormDialog>
  );
}
