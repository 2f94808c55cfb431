"use client";
import { zodResolver } from "@hookform/resolvers/zod";
import { useForm } from "react-hook-form";
import { z } from "zod";
import { roleLabel } from "@/components/members/role-options";
import { Button } from "@/components/ui/button";
import { Field } from "@/components/ui/field";
import { FormError } from "@/components/ui/form-error";
import { Input } from "@/components/ui/input";
import { showApiError } from "@/components/ui/show-api-error";
import { toast } from "@/components/ui/toast";
import { personNameSchema } from "@/lib/api/setup";
import { useMe } from "@/lib/client/me";
import { useUpdateMe } from "@/lib/client/update-me";

const schema = z.object({ name: personNameSchema });
type Values = z.infer<typeof schema>;

export function ProfileForm() {
  const me = useMe().data;
  const update = useUpdateMe();
  const { register, handleSubmit, setError, formState } = useForm<Values>({
    resolver: zodResolver(schema),
    defaultValues: { name: me?.user?.name ?? "" },
  });
  const submit = handleSubmit(async (values) => {
    try {
      await update.mutateAsync(values);
      toast("Your name is saved.");
    } catch (error) {
      showApiError<Values>(setError, error, { fields: ["name"] });
    }
  });
  return (
    <form noValidate onSubmit={(event) => void submit(event)} className="flex max-w-md flex-col gap-4">
      <p className="text-muted">
        {me?.user?.email}
        {me?.role !== null && me?.role !== undefined && `, ${roleLabel(me.role)} of ${me.organisation.name}`}
      </p>
      <FormError message={formState.errors.root?.message} />
      <Field label="Name" error={formState.errors.name?.message}>
        <Input {...register("name")} autoComplete="name" />
      </Field>
      <Button type="submit" className="self-start" pending={formState.isSubmitting}>
        Save name
      </Button>
    </form>
  );
}
