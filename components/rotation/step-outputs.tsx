"use client";
import { useQuery } from "@tanstack/react-query";
import { useController, useFormContext, useWatch } from "react-hook-form";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { projectsQuery } from "@/lib/client/third-party-credentials";
import { OUTPUT_NAMES, type OutputName, OUTPUTS } from "@/lib/lists/outputs";
import { regionOf } from "@/lib/providers/residency";
import type { FormInput, FormOutput } from "./rotating-secret-form";

function OutputField({ output }: { output: OutputName }) {
  const { control } = useFormContext<FormInput, unknown, FormOutput>();
  const { field, fieldState } = useController({ control, name: `outputs.${output}` });
  const { meaning, required, suggestedKey } = OUTPUTS[output];
  return (
    <Field
      label={<span className="font-mono">{output}</span>}
      description={required ? meaning : `${meaning} Leave it empty to leave it out.`}
      error={fieldState.error?.message}
      optional={!required}
    >
      <Input
        {...field}
        value={field.value ?? ""}
        placeholder={suggestedKey}
        className="font-mono"
        autoComplete="off"
        autoCapitalize="characters"
        spellCheck={false}
        onChange={({ target }) => field.onChange(target.value === "" && !required ? undefined : target.value)}
      />
    </Field>
  );
}

/** The environment variables that carry the current credential. Only keys of a regional project need an address. */
export function StepOutputs() {
  const { control } = useFormContext<FormInput, unknown, FormOutput>();
  const [credentialId, projectId, baseUrlKey] = useWatch({
    control,
    name: ["thirdPartyCredentialId", "config.projectId", "outputs.base_url"],
  });
  const project = useQuery(projectsQuery(credentialId)).data?.find(({ id }) => id === projectId);
  const isRegional = regionOf(project?.residency) !== null;
  return (
    <div className="flex flex-col gap-4">
      {OUTPUT_NAMES.filter((output) => output !== "base_url" || isRegional || baseUrlKey !== undefined).map(
        (output) => (
          <OutputField key={output} output={output} />
        ),
      )}
    </div>
  );
}
