"use client";
import { useQuery } from "@tanstack/react-query";
import { roleLabel } from "@/components/members/role-options";
import { Button } from "@/components/ui/button";
import { Field } from "@/components/ui/field";
import { FormError } from "@/components/ui/form-error";
import { Input } from "@/components/ui/input";
import { useReportedMutation } from "@/components/ui/use-reported-mutation";
import { useApiForm } from "@/components/ui/use-api-form";
import { meQuery, updateMe } from "@/lib/client/me";

export function ProfileForm() {
  const me = useQuery(meQuery).data;
  const update = useReportedMutation(updateMe, () => "Name saved.");
  const { register, submit, formState } = useApiForm({
    schema: async () => (await import("./form-schemas")).profileSchema,
    defaultValues: { name: me?.user?.name ?? "" },
    save: (values, onError) => update.mutate(values, { onError }),
  });
  return (
    <form noValidate onSubmit={submit} className="flex max-w-md flex-col gap-4">
      <p className="text-muted">
        {me?.user?.email}
        {me?.role !== null && me?.role !== undefined && `, ${roleLabel(me.role)} of ${me.organisation.name}`}
      </p>
      <FormError message={formState.errors.root?.message} />
      <Field label="Name" error={formState.errors.name?.message}>
        <Input {...register("name")} autoComplete="name" />
      </Field>
      <Button type="submit" className="self-start" pending={update.isPending}>
        Save name
      </Button>
    </form>
  );
}
