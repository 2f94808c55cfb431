"use client";
import { zodResolver } from "@hookform/resolvers/zod";
import { useId, useState } from "react";
import { useForm, useWatch } from "react-hook-form";
import { z } from "zod";
import { Button } from "@/components/ui/button";
import { CopyButton } from "@/components/ui/copy-button";
import { Dialog } from "@/components/ui/dialog";
import { Field } from "@/components/ui/field";
import { FormError } from "@/components/ui/form-error";
import { Input } from "@/components/ui/input";
import { showApiError } from "@/components/ui/show-api-error";
import { toast } from "@/components/ui/toast";
import type { Member } from "@/lib/api/members";
import { newPasswordSchema } from "@/lib/api/setup";
import { useUpdateMember } from "@/lib/client/update-member";
import { firstPassword } from "./first-password";

const schema = z.object({ password: newPasswordSchema });
type Values = z.infer<typeof schema>;

export function NewPasswordDialog({ member, onClose }: { member: Member; onClose: () => void }) {
  const id = useId();
  const update = useUpdateMember(member.id);
  const [suggested] = useState(firstPassword);
  const { register, control, handleSubmit, setError, formState } = useForm<Values>({
    resolver: zodResolver(schema),
    defaultValues: { password: suggested },
  });
  const password = useWatch({ control, name: "password" });
  const submit = handleSubmit(async (values) => {
    try {
      await update.mutateAsync(values);
      toast(`${member.email} has a new password and is signed out everywhere.`);
      onClose();
    } catch (error) {
      showApiError<Values>(setError, error, { fields: ["password"] });
    }
  });
  return (
    <Dialog
      onClose={onClose}
      size="sm"
      title="Set a new password"
      description={`For ${member.email}, who is signed out everywhere.`}
      footer={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button type="submit" form={id} variant="primary" pending={formState.isSubmitting}>
            Set password
          </Button>
        </>
      }
    >
      <form id={id} noValidate onSubmit={(event) => void submit(event)} className="flex flex-col gap-4">
        <FormError message={formState.errors.root?.message} />
        <Field
          label="New password"
          description="Hand it over yourself: Phase sends no e-mail."
          error={formState.errors.password?.message}
        >
          <div className="flex gap-1">
            <Input {...register("password")} autoComplete="off" spellCheck={false} className="font-mono" />
            <CopyButton text={password} label="Copy new password" />
          </div>
        </Field>
      </form>
    </Dialog>
  );
}
