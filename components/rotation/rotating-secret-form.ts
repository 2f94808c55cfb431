/** The fields of a rotating secret as a form: the API's own schema, and the names that are taken in the environment. */
import type { z } from "zod";
import { createRotatingSecretSchema, type RotatingSecret } from "@/lib/api/rotating-secrets";
import type { SecretRow } from "@/lib/api/secrets";
import { OUTPUT_NAMES, type OutputName } from "@/lib/rotation/core/model";
import { DEFAULT_NAME_TEMPLATE } from "@/lib/rotation/core/naming";
import { DEFAULT_DELAY_SECONDS, DEFAULT_INTERVAL_SECONDS } from "./duration";

export type RotatingSecretFormInput = z.input<typeof createRotatingSecretSchema>;
export type RotatingSecretFormOutput = z.output<typeof createRotatingSecretSchema>;

/** What another rotating secret or a failed project leaves to start from. */
export type Prefill = Partial<Pick<RotatingSecretFormInput, "name" | "description" | "thirdPartyCredentialId">> & {
  rotationIntervalSeconds?: number;
  revocationDelaySeconds?: number;
};

export const SUGGESTED_KEYS: Record<OutputName, string> = {
  api_key: "OPENAI_API_KEY",
  key_id: "OPENAI_KEY_ID",
  service_account_id: "OPENAI_SERVICE_ACCOUNT_ID",
};

export function rotatingSecretFormSchema(takenKeys: ReadonlySet<string>) {
  return createRotatingSecretSchema.superRefine((body, context) => {
    for (const output of OUTPUT_NAMES) {
      const key = body.outputs[output];
      if (key === undefined || !takenKeys.has(key)) continue;
      const message = `${key} is already taken in this environment.`;
      context.addIssue({ code: "custom", path: ["outputs", output], message });
    }
  });
}

/** The keys that other rows of the environment hold. */
export function takenKeys(rows: readonly SecretRow[], ownId?: string): Set<string> {
  return new Set(rows.filter((row) => ownId === undefined || row.rotatingSecretId !== ownId).map((row) => row.key));
}

function freeKey(suggestion: string, taken: ReadonlySet<string>): string {
  if (!taken.has(suggestion)) return suggestion;
  let number = 2;
  while (taken.has(`${suggestion}_${number}`)) number += 1;
  return `${suggestion}_${number}`;
}

export function newFormValues(taken: ReadonlySet<string>, prefill: Prefill = {}): RotatingSecretFormInput {
  return {
    name: "",
    description: "",
    provider: "openai",
    thirdPartyCredentialId: "",
    config: { projectId: "", nameTemplate: DEFAULT_NAME_TEMPLATE },
    rotationIntervalSeconds: DEFAULT_INTERVAL_SECONDS,
    revocationDelaySeconds: DEFAULT_DELAY_SECONDS,
    outputs: {
      api_key: freeKey(SUGGESTED_KEYS.api_key, taken),
      key_id: freeKey(SUGGESTED_KEYS.key_id, taken),
      service_account_id: freeKey(SUGGESTED_KEYS.service_account_id, taken),
    },
    ...prefill,
  };
}

export function formValuesOf(secret: RotatingSecret): RotatingSecretFormInput {
  return {
    name: secret.name,
    description: secret.description,
    provider: secret.provider,
    thirdPartyCredentialId: secret.thirdPartyCredentialId,
    config: { projectId: secret.config.projectId, nameTemplate: secret.config.nameTemplate },
    rotationIntervalSeconds: secret.rotationIntervalSeconds,
    revocationDelaySeconds: secret.revocationDelaySeconds,
    outputs: { ...secret.outputs },
  };
}

export const STEPS = ["Credential", "Provider config", "Schedule", "Outputs"] as const;

/** The fields that each step must have right before the next one opens. */
export const STEP_FIELDS = [
  ["provider", "thirdPartyCredentialId", "name", "description"],
  ["config.projectId", "config.nameTemplate"],
  ["rotationIntervalSeconds", "revocationDelaySeconds"],
  ["outputs", "outputs.api_key", "outputs.key_id", "outputs.service_account_id"],
] as const;

/** The step where a field stands, by the field's top-level name. */
export function stepOfField(field: string): number {
  const step = STEP_FIELDS.findIndex((fields) => fields.some((name) => name === field || name.startsWith(`${field}.`)));
  return Math.max(0, step);
}
