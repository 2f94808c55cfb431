"use client";
import { useQuery } from "@tanstack/react-query";
import { Button } from "@/components/ui/button";
import { Field } from "@/components/ui/field";
import { FormError } from "@/components/ui/form-error";
import { Input } from "@/components/ui/input";
import { useReportedMutation } from "@/components/ui/use-reported-mutation";
import { useApiForm } from "@/components/ui/use-api-form";
import { PASSWORD_HINT } from "@/lib/api/password-hint";
import { meQuery, updateMe } from "@/lib/client/me";

export function PasswordForm() {
  const email = useQuery(meQuery).data?.user?.email;
  const update = useReportedMutation(updateMe, () => "Password changed. Your other sessions ended.");
  const { register, submit, reset, formState } = useApiForm({
    schema: async () => (await import("./form-schemas")).passwordSchema,
    defaultValues: { currentPassword: "", password: "" },
    save: (values, onError) =>
      update.mutate(values, {
        onSuccess: () => reset(),
        onError,
      }),
  });
  const { errors } = formState;
  return (
    <form noValidate onSubmit={submit} className="flex max-w-md flex-col gap-4">
      {/* Tells password managers whose password this is. */}
      <input type="email" name="username" autoComplete="username" value={email ?? ""} readOnly hidden />
      <FormError message={errors.root?.message} />
      <Field label="Current password" error={errors.currentPassword?.message}>
        <Input {...register("currentPassword")} type="password" autoComplete="current-password" />
      </Field>
      <Field label="New password" description={PASSWORD_HINT} error={errors.password?.message}>
        <Input {...register("password")} type="password" autoComplete="new-password" />
      </Field>
      <Button type="submit" className="self-start" pending={update.isPending}>
        Change password
      </Button>
    </form>
  );
}
