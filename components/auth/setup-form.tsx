"use client";
import { useMutation } from "@tanstack/react-query";
import { Button } from "@/components/ui/button";
import { Field } from "@/components/ui/field";
import { FormError } from "@/components/ui/form-error";
import { Input } from "@/components/ui/input";
import { useApiForm } from "@/components/ui/use-api-form";
import { PASSWORD_HINT } from "@/lib/api/password-hint";
import { finishSetup } from "@/lib/client/setup";

/** Creates the owner's account and signs in with it. `doctor` is how to run that command. */
export function SetupForm({ doctor }: { doctor: string }) {
  const finish = useMutation(finishSetup);
  const { register, submit, formState } = useApiForm({
    schema: async () => (await import("@/lib/api/setup")).setupSchema,
    defaultValues: { code: "", name: "", email: "", password: "", organisationName: "My organisation" },
    save: (values, onError) => finish.mutate(values, { onSuccess: () => location.assign("/"), onError }),
  });
  const { errors } = formState;

  return (
    <form method="post" noValidate onSubmit={submit} className="flex flex-col gap-4">
      <FormError message={errors.root?.message} />
      <Field
        label="Setup code"
        description={`The terminal that runs the web process shows it. So does ${doctor}.`}
        error={errors.code?.message}
      >
        <Input
          {...register("code")}
          autoComplete="off"
          autoCapitalize="characters"
          spellCheck={false}
          placeholder="XXXX-XXXX-XXXX-XXXX"
          className="font-mono"
          autoFocus
        />
      </Field>
      <Field label="Your name" optional error={errors.name?.message}>
        <Input {...register("name")} autoComplete="name" />
      </Field>
      <Field label="Email" error={errors.email?.message}>
        <Input {...register("email")} type="email" autoComplete="username" />
      </Field>
      <Field label="Password" description={PASSWORD_HINT} error={errors.password?.message}>
        <Input {...register("password")} type="password" autoComplete="new-password" />
      </Field>
      <Field label="Organisation" error={errors.organisationName?.message}>
        <Input {...register("organisationName")} autoComplete="organization" />
      </Field>
      <Button
        type="submit"
        variant="primary"
        pending={finish.isPending || finish.isSuccess}
        className="mt-2 w-full"
      >
        Create owner account
      </Button>
    </form>
  );
}
