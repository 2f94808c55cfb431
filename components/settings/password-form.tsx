"use client";
import { zodResolver } from "@hookform/resolvers/zod";
import { useForm } from "react-hook-form";
import { z } from "zod";
import { Button } from "@/components/ui/button";
import { Field } from "@/components/ui/field";
import { FormError } from "@/components/ui/form-error";
import { Input } from "@/components/ui/input";
import { showApiError } from "@/components/ui/show-api-error";
import { toast } from "@/components/ui/toast";
import { newPasswordSchema } from "@/lib/api/setup";
import { useMe } from "@/lib/client/me";
import { useUpdateMe } from "@/lib/client/update-me";

const schema = z.object({
  currentPassword: z.string().min(1, "Type your current password."),
  password: newPasswordSchema,
});
type Values = z.infer<typeof schema>;

export function PasswordForm() {
  const email = useMe().data?.user?.email;
  const update = useUpdateMe();
  const { register, handleSubmit, setError, reset, formState } = useForm<Values>({
    resolver: zodResolver(schema),
    defaultValues: { currentPassword: "", password: "" },
  });
  const { errors, isSubmitting } = formState;
  const submit = handleSubmit(async (values) => {
    try {
      await update.mutateAsync(values);
      reset();
      toast("Your password is changed. Your other sessions are ended.");
    } catch (error) {
      showApiError<Values>(setError, error, { fields: ["currentPassword", "password"] });
    }
  });
  return (
    <form noValidate onSubmit={(event) => void submit(event)} className="flex max-w-md flex-col gap-4">
      {/* Tells password managers whose password this is. */}
      <input type="hidden" name="username" autoComplete="username" value={email ?? ""} />
      <FormError message={errors.root?.message} />
      <Field label="Current password" error={errors.currentPassword?.message}>
        <Input {...register("currentPassword")} type="password" autoComplete="current-password" />
      </Field>
      <Field label="New password" description="At least 12 characters." error={errors.password?.message}>
        <Input {...register("password")} type="password" autoComplete="new-password" />
      </Field>
      <Button type="submit" className="self-start" pending={isSubmitting}>
        Change password
      </Button>
    </form>
  );
}
