"use client";
import { useController, useFormContext } from "react-hook-form";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { OUTPUT_NAMES, type OutputName } from "@/lib/rotation/core/model";
import { type FormInput, type FormOutput, SUGGESTED_KEYS } from "./rotating-secret-form";

const MEANING: Record<OutputName, string> = {
  api_key: "The secret sk-… value that your application uses.",
  key_id: "OpenAI's id of that key. Leave it empty to leave it out.",
  service_account_id: "OpenAI's id of the service account. Leave it empty to leave it out.",
};

function OutputField({ output }: { output: OutputName }) {
  const { control } = useFormContext<FormInput, unknown, FormOutput>();
  const { field, fieldState } = useController({ control, name: `outputs.${output}` });
  const required = output === "api_key";
  return (
    <Field
      label={<span className="font-mono">{output}</span>}
      description={MEANING[output]}
      error={fieldState.error?.message}
      optional={!required}
    >
      <Input
        {...field}
        value={field.value ?? ""}
        placeholder={SUGGESTED_KEYS[output]}
        className="font-mono"
        autoComplete="off"
        autoCapitalize="characters"
        spellCheck={false}
        onChange={({ target }) => field.onChange(target.value === "" && !required ? undefined : target.value)}
      />
    </Field>
  );
}

/** The environment variables that carry the current credential. */
export function StepOutputs() {
  return (
    <div className="flex flex-col gap-4">
      {OUTPUT_NAMES.map((output) => (
        <OutputField key={output} output={output} />
      ))}
    </div>
  );
}
