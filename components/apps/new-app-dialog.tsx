"use client";
import { zodResolver } from "@hookform/resolvers/zod";
import { useRouter } from "next/navigation";
import { useId } from "react";
import { useForm } from "react-hook-form";
import { Button } from "@/components/ui/button";
import { Dialog } from "@/components/ui/dialog";
import { Field } from "@/components/ui/field";
import { FormError } from "@/components/ui/form-error";
import { Input } from "@/components/ui/input";
import { showApiError } from "@/components/ui/show-api-error";
import { createAppSchema } from "@/lib/api/apps";
import { useCreateApp } from "@/lib/client/create-app";

type Values = { name: string };

export default function NewAppDialog({ onClose }: { onClose: () => void }) {
  const id = useId();
  const router = useRouter();
  const create = useCreateApp();
  const { register, handleSubmit, setError, formState } = useForm<Values>({
    resolver: zodResolver(createAppSchema),
    defaultValues: { name: "" },
  });
  const submit = handleSubmit(async (values) => {
    try {
      const app = await create.mutateAsync(values);
      router.push(`/apps/${app.id}`);
    } catch (error) {
      showApiError<Values>(setError, error, { fields: ["name"], codes: { name_exists: "name" } });
    }
  });
  return (
    <Dialog
      onClose={onClose}
      size="sm"
      title="New app"
      description="It comes with Development, Staging and Production."
      footer={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button type="submit" form={id} variant="primary" pending={formState.isSubmitting}>
            Create app
          </Button>
        </>
      }
    >
      <form id={id} noValidate onSubmit={(event) => void submit(event)} className="flex flex-col gap-4">
        <FormError message={formState.errors.root?.message} />
        <Field label="Name" error={formState.errors.name?.message}>
          <Input {...register("name")} autoComplete="off" />
        </Field>
      </form>
    </Dialog>
  );
}
