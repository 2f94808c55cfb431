/** A rotating secret as a form: the API's schema, plus the names already taken in the environment. */
import type * as z from "zod";
import {
  createRotatingSecretSchema,
  type RotatingSecret,
  type UpdateRotatingSecret,
} from "@/lib/api/rotating-secrets";
import { OUTPUT_NAMES, type OutputName, OUTPUTS } from "@/lib/lists/outputs";
import { DEFAULT_NAME_TEMPLATE } from "@/lib/providers/account-names";
import { DEFAULT_DELAY_SECONDS, DEFAULT_INTERVAL_SECONDS } from "./duration";

export type FormInput = z.input<typeof createRotatingSecretSchema>;
export type FormOutput = z.output<typeof createRotatingSecretSchema>;

/** The parts of another rotating secret to start from. */
type Prefill = Partial<
  Pick<
    FormInput,
    "name" | "description" | "thirdPartyCredentialId" | "rotationIntervalSeconds" | "revocationDelaySeconds"
  > & { keyLifetimeSeconds: number | null }
>;

export function rotatingSecretFormSchema(takenKeys: ReadonlySet<string>) {
  return createRotatingSecretSchema.superRefine((body, context) => {
    for (const output of OUTPUT_NAMES) {
      const key = body.outputs[output];
      if (key === undefined || !takenKeys.has(key)) continue;
      const message = `${key} already exists in this environment.`;
      context.addIssue({ code: "custom", path: ["outputs", output], message });
    }
  });
}

/** The suggestion, or the suggestion with the first free number. */
function free(suggestion: string, taken: ReadonlySet<string>, separator: string): string {
  if (!taken.has(suggestion)) return suggestion;
  let number = 2;
  while (taken.has(`${suggestion}${separator}${number}`)) number += 1;
  return `${suggestion}${separator}${number}`;
}

/** A name for an output that no row of the environment has. */
export function freeKey(output: OutputName, taken: ReadonlySet<string>): string {
  return free(OUTPUTS[output].suggestedKey, taken, "_");
}

/** A name for a rotating secret that no other one of the environment has. */
export function suggestedName(environmentName: string | undefined, taken: ReadonlySet<string>): string {
  return free(`OpenAI ${environmentName?.toLowerCase() ?? "key"}`, taken, " ");
}

export function newFormValues(
  taken: ReadonlySet<string>,
  { keyLifetimeSeconds = null, ...prefill }: Prefill = {},
): FormInput {
  return {
    name: "",
    description: "",
    provider: "openai",
    thirdPartyCredentialId: "",
    config: { projectId: "", nameTemplate: DEFAULT_NAME_TEMPLATE, keyLifetimeSeconds },
    rotationIntervalSeconds: DEFAULT_INTERVAL_SECONDS,
    revocationDelaySeconds: DEFAULT_DELAY_SECONDS,
    outputs: { api_key: freeKey("api_key", taken) },
    ...prefill,
  };
}

/** What a new rotating secret takes over from one whose project is gone. */
export function prefillFrom(secret: RotatingSecret): Prefill {
  return {
    name: secret.name,
    description: secret.description,
    thirdPartyCredentialId: secret.thirdPartyCredentialId,
    rotationIntervalSeconds: secret.rotationIntervalSeconds,
    revocationDelaySeconds: secret.revocationDelaySeconds,
    keyLifetimeSeconds: secret.config.keyLifetimeSeconds ?? null,
  };
}

export function formValuesOf(secret: RotatingSecret): FormInput {
  return {
    name: secret.name,
    description: secret.description,
    provider: secret.provider,
    thirdPartyCredentialId: secret.thirdPartyCredentialId,
    config: {
      projectId: secret.config.projectId,
      nameTemplate: secret.config.nameTemplate,
      keyLifetimeSeconds: secret.config.keyLifetimeSeconds ?? null,
    },
    rotationIntervalSeconds: secret.rotationIntervalSeconds,
    revocationDelaySeconds: secret.revocationDelaySeconds,
    outputs: { ...secret.outputs },
  };
}

/** The body of the PATCH that turns `secret` into `wanted`: only the differences, and the version that was seen. */
export function changesTo(secret: RotatingSecret, wanted: FormOutput): UpdateRotatingSecret {
  const body: UpdateRotatingSecret = { version: secret.version };
  if (wanted.name !== secret.name) body.name = wanted.name;
  if (wanted.description !== secret.description) body.description = wanted.description;
  if (wanted.thirdPartyCredentialId !== secret.thirdPartyCredentialId) {
    body.thirdPartyCredentialId = wanted.thirdPartyCredentialId;
  }
  const { projectId, nameTemplate } = wanted.config;
  if (projectId !== secret.config.projectId) body.config = { ...body.config, projectId };
  if (nameTemplate !== secret.config.nameTemplate) body.config = { ...body.config, nameTemplate };
  const keyLifetimeSeconds = wanted.config.keyLifetimeSeconds ?? null;
  if (keyLifetimeSeconds !== (secret.config.keyLifetimeSeconds ?? null)) {
    body.config = { ...body.config, keyLifetimeSeconds };
  }
  if (wanted.rotationIntervalSeconds !== secret.rotationIntervalSeconds) {
    body.rotationIntervalSeconds = wanted.rotationIntervalSeconds;
  }
  if (wanted.revocationDelaySeconds !== secret.revocationDelaySeconds) {
    body.revocationDelaySeconds = wanted.revocationDelaySeconds;
  }
  if (OUTPUT_NAMES.some((output) => wanted.outputs[output] !== secret.outputs[output])) {
    body.outputs = wanted.outputs;
  }
  return body;
}

export const STEPS = ["Credential", "Provider config", "Schedule", "Outputs"] as const;

/** The fields of each step that must be valid before the next one opens. */
export const STEP_FIELDS = [
  ["provider", "thirdPartyCredentialId", "name", "description"],
  ["config.projectId", "config.nameTemplate"],
  ["rotationIntervalSeconds", "revocationDelaySeconds", "config.keyLifetimeSeconds"],
  OUTPUT_NAMES.map((output) => `outputs.${output}` as const),
] as const;

export type FieldPath = (typeof STEP_FIELDS)[number][number];

/** The form's field for a path in the server's issues. Null if the form has none. */
export function fieldOfPath(path: string): FieldPath | null {
  return STEP_FIELDS.flat().find((field) => field === path || field.startsWith(`${path}.`)) ?? null;
}

/** The step that has a field. */
export function stepOfField(field: FieldPath): number {
  return STEP_FIELDS.findIndex((fields) => fields.some((name) => name === field));
}
