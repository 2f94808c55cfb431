import { useMutation } from "@tanstack/react-query";
import { Button } from "@/components/ui/button";
import { Field } from "@/components/ui/field";
import { FormError } from "@/components/ui/form-error";
import { Input } from "@/components/ui/input";
import { useApiForm } from "@/components/ui/use-api-form";
import type { CliLogin } from "@/lib/api/cli-logins";
import { readCliLogin } from "@/lib/client/cli-logins";

export function CodeForm({ onFound }: { onFound: (code: string, login: CliLogin) => void }) {
  const read = useMutation(readCliLogin);
  const { register, submit, formState } = useApiForm({
    schema: async () => (await import("@/lib/api/cli-logins")).readCliLoginSchema,
    defaultValues: { code: "" },
    codes: { not_found: "code" },
    save: ({ code }, onError) => read.mutate(code, { onSuccess: (login) => onFound(code, login), onError }),
  });
  const { errors } = formState;
  return (
    <form noValidate onSubmit={submit} className="flex max-w-sm flex-col gap-4">
      <FormError message={errors.root?.message} />
      <Field label="Code" description="Eight letters, such as BCDF-GHJK." error={errors.code?.message}>
        <Input
          {...register("code")}
          autoComplete="off"
          autoFocus
          spellCheck={false}
          className="font-mono uppercase"
        />
      </Field>
      <Button type="submit" variant="primary" pending={read.isPending} className="self-start">
        Continue
      </Button>
    </form>
  );
}
