"use client";
import { useMutation } from "@tanstack/react-query";
import { useState } from "react";
import { useWatch } from "react-hook-form";
import * as z from "zod";
import { CopyButton } from "@/components/ui/copy-button";
import { Field } from "@/components/ui/field";
import { FormDialog } from "@/components/ui/form-dialog";
import { Input } from "@/components/ui/input";
import { toast } from "@/components/ui/toast";
import { useApiForm } from "@/components/ui/use-api-form";
import type { Member } from "@/lib/api/members";
import { newPasswordSchema } from "@/lib/api/setup";
import { updateMember } from "@/lib/client/members";
import { firstPassword } from "./first-password";

const schema = z.object({ password: newPasswordSchema });

export function NewPasswordDialog({ member, onClose }: { member: Member; onClose: () => void }) {
  const update = useMutation(updateMember(member.id));
  const [suggested] = useState(firstPassword);
  const { register, control, submit, formState } = useApiForm({
    schema,
    defaultValues: { password: suggested },
    save: (values, onError) =>
      update.mutate(values, {
        onSuccess: () => {
          toast(`${member.email} has a new password and is signed out everywhere.`);
          onClose();
        },
        onError,
      }),
  });
  const password = useWatch({ control, name: "password" });
  return (
    <FormDialog
      size="sm"
      title="Set a new password"
      description={`For ${member.email}, who is signed out everywhere.`}
      submitLabel="Set password"
      pending={update.isPending}
      error={formState.errors.root?.message}
      onSubmit={submit}
      onClose={onClose}
    >
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
    </FormDialog>
  );
}
