"use client";
import { useController, useFormContext, useWatch } from "react-hook-form";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { useProjects } from "@/lib/client/projects";
import { OUTPUT_NAMES, type OutputName } from "@/lib/rotation/core/model";
import { regionOf } from "@/lib/rotation/core/residency";
import { type FormInput, type FormOutput, SUGGESTED_KEYS } from "./rotating-secret-form";

const MEANING: Record<OutputName, string> = {
  api_key: "The secret sk-… value that your application uses.",
  key_id: "OpenAI's id of that key. Leave it empty to leave it out.",
  service_account_id: "OpenAI's id of the service account. Leave it empty to leave it out.",
  base_url: "The URL at which a regional project's key works. OpenAI's libraries read OPENAI_BASE_URL.",
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

/** The environment variables that carry the current credential. Only keys of a regional project need an address. */
export function StepOutputs() {
  const { control } = useFormContext<FormInput, unknown, FormOutput>();
  const [credentialId, projectId, baseUrlKey] = useWatch({
    control,
    name: ["thirdPartyCredentialId", "config.projectId", "outputs.base_url"],
  });
  const project = useProjects(credentialId).data?.find(({ id }) => id === projectId);
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
