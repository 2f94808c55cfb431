"use client";
import { useQuery } from "@tanstack/react-query";
import { useController, useFormContext, useWatch } from "react-hook-form";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { Switch } from "@/components/ui/switch";
import { projectsQuery } from "@/lib/client/third-party-credentials";
import { OUTPUT_NAMES, type OutputName, OUTPUTS } from "@/lib/lists/outputs";
import { regionOf } from "@/lib/providers/residency";
import { type FormInput, type FormOutput, freeKey } from "./rotating-secret-form";

type Taken = { taken: ReadonlySet<string> };

/** An output with its variable name. An optional one has a switch, and typing a name turns it on. */
function OutputField({ output, taken }: Taken & { output: OutputName }) {
  const { control } = useFormContext<FormInput, unknown, FormOutput>();
  const { field, fieldState } = useController({ control, name: `outputs.${output}` });
  const { meaning, required } = OUTPUTS[output];
  const [gist = meaning] = meaning.split(". ");
  return (
    <Field
      label={<span className="font-mono">{output}</span>}
      description={meaning}
      error={fieldState.error?.message}
      optional={!required}
    >
      <div className="flex items-center gap-3">
        <Input
          {...field}
          value={field.value ?? ""}
          placeholder={required ? undefined : "Left out"}
          className="font-mono"
          autoComplete="off"
          autoCapitalize="characters"
          spellCheck={false}
          onChange={({ target }) =>
            field.onChange(target.value === "" && !required ? undefined : target.value)
          }
        />
        {!required && (
          <Switch
            aria-label={`Include: ${gist}`}
            checked={field.value !== undefined}
            onCheckedChange={(on) => field.onChange(on ? freeKey(output, taken) : undefined)}
          />
        )}
      </div>
    </Field>
  );
}

/** The environment variables for the current credential. Only keys of a regional project need a URL. */
export function StepOutputs({ taken }: Taken) {
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
          <OutputField key={output} output={output} taken={taken} />
        ),
      )}
    </div>
  );
}
