"use client";
import { Controller, useWatch } from "react-hook-form";
import { Field } from "@/components/ui/field";
import { FormDialog } from "@/components/ui/form-dialog";
import { Textarea } from "@/components/ui/input";
import { RadioGroup } from "@/components/ui/radio-group";
import { useReportedMutation } from "@/components/ui/use-reported-mutation";
import { useApiForm } from "@/components/ui/use-api-form";
import { importSecretsSchema } from "@/lib/api/secrets";
import { type ImportedSecrets, importSecrets } from "@/lib/client/secrets";
import { importPlan } from "./import-plan";

type ImportDialogProps = {
  environmentId: string;
  /** Keys that the environment already has. */
  taken: ReadonlySet<string>;
  onClose: () => void;
};

function importWords(result: ImportedSecrets): string {
  const parts = [
    `${result.created.length} new`,
    `${result.updated.length} replaced`,
    `${result.skipped.length} unchanged`,
  ];
  return `Imported: ${parts.join(", ")}.`;
}

/** Imports the lines of a .env file as static secrets. */
export function ImportDialog({ environmentId, taken, onClose }: ImportDialogProps) {
  const importing = useReportedMutation(importSecrets(environmentId), importWords);
  const { register, control, submit, formState } = useApiForm({
    schema: importSecretsSchema,
    mode: "onChange",
    defaultValues: { text: "", onConflict: "skip" },
    save: (body, onError) =>
      importing.mutate(body, {
        onSuccess: onClose,
        onError,
      }),
  });
  const { errors } = formState;
  const text = useWatch({ control, name: "text" });
  return (
    <FormDialog
      size="lg"
      title="Import from .env"
      description="Each KEY=value line becomes a static secret."
      submitLabel="Import"
      pending={importing.isPending}
      submitDisabled={text.trim() === ""}
      error={errors.root?.message}
      onSubmit={submit}
      onClose={onClose}
    >
      <Field
        label="Contents of the .env file"
        description={<span role="status">{importPlan(text, taken)}</span>}
        error={errors.text?.message}
      >
        <Textarea
          {...register("text")}
          rows={10}
          className="font-mono text-sm"
          spellCheck={false}
          autoComplete="off"
          placeholder={"# comments are skipped\nDATABASE_URL=postgres://…\nREGION=eu-west-1"}
        />
      </Field>
      <Controller
        control={control}
        name="onConflict"
        render={({ field }) => (
          <RadioGroup
            label="Keys that already exist"
            value={field.value ?? "skip"}
            onValueChange={field.onChange}
            options={[
              { value: "skip", label: "Skip", description: "Keep existing values." },
              {
                value: "replace",
                label: "Replace",
                description: "Overwrite static values. Rotating values stay.",
              },
            ]}
          />
        )}
      />
    </FormDialog>
  );
}
