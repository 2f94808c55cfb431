import { describe, expect, it } from "vitest";
import { DELAY_TOO_LONG, LIFETIME_TOO_SHORT } from "@/lib/api/rotating-secrets";
import { aRotatingSecret } from "./rotating-secret.fixture";
import {
  changesTo,
  fieldOfPath,
  type FormInput,
  formValuesOf,
  newFormValues,
  rotatingSecretFormSchema,
  stepOfField,
} from "./rotating-secret-form";

const CREDENTIAL = "0198c2f4-7b1e-4c3a-9d52-6f0e8a41b7d5";
const filled: FormInput = {
  ...newFormValues(new Set()),
  name: "OpenAI prod",
  thirdPartyCredentialId: CREDENTIAL,
  config: { projectId: "proj_1", nameTemplate: "phase-rs-{id}" },
};
const stored = aRotatingSecret({ thirdPartyCredentialId: CREDENTIAL });

function problems(values: FormInput, taken: string[] = []): Record<string, string> {
  const parsed = rotatingSecretFormSchema(new Set(taken)).safeParse(values);
  if (parsed.success) return {};
  return Object.fromEntries(parsed.error.issues.map((issue) => [issue.path.join("."), issue.message]));
}

describe("the form of a rotating secret", () => {
  it("accepts what the suggestions give", () => {
    expect(problems(filled)).toEqual({});
  });

  it("refuses a name that is already taken in the environment", () => {
    expect(problems(filled, ["OPENAI_API_KEY"])).toEqual({
      "outputs.api_key": "OPENAI_API_KEY already exists in this environment.",
    });
  });

  it("suggests a free name if the usual one is taken", () => {
    expect(newFormValues(new Set(["OPENAI_API_KEY", "OPENAI_API_KEY_2"])).outputs.api_key).toBe(
      "OPENAI_API_KEY_3",
    );
  });

  it("refuses a delay that is not shorter than the interval", () => {
    const values = { ...filled, rotationIntervalSeconds: 60, revocationDelaySeconds: 60 };
    expect(problems(values)).toEqual({ revocationDelaySeconds: DELAY_TOO_LONG });
  });

  it("refuses a key lifetime that ends before the overlap does, and accepts no lifetime", () => {
    const config = { ...filled.config, keyLifetimeSeconds: 86_400 };
    expect(problems({ ...filled, config })).toEqual({ "config.keyLifetimeSeconds": LIFETIME_TOO_SHORT });
    expect(problems({ ...filled, config: { ...config, keyLifetimeSeconds: null } })).toEqual({});
  });

  it("refuses an amount that is not a number", () => {
    expect(problems({ ...filled, rotationIntervalSeconds: Number.NaN })).toHaveProperty(
      "rotationIntervalSeconds",
    );
  });

  it("finds the step of each path that the server names", () => {
    const paths = [
      "name",
      "config.projectId",
      "config",
      "revocationDelaySeconds",
      "config.keyLifetimeSeconds",
      "outputs.key_id",
    ];
    const steps = paths.map((path) => {
      const field = fieldOfPath(path);
      return field === null ? null : stepOfField(field);
    });
    expect(steps).toEqual([0, 1, 1, 2, 2, 3]);
    expect(fieldOfPath("unheardOf")).toBeNull();
  });
});

describe("the changes that an edit sends", () => {
  const values = () => rotatingSecretFormSchema(new Set()).parse(formValuesOf(stored));

  it("contain only the version if nothing changed", () => {
    expect(changesTo(stored, values())).toEqual({ version: 7 });
  });

  it("contain only what differs", () => {
    const wanted = {
      ...values(),
      config: { projectId: "proj_2", nameTemplate: "phase-rs-{id}" },
      rotationIntervalSeconds: 3600,
    };
    expect(changesTo(stored, wanted)).toEqual({
      version: 7,
      config: { projectId: "proj_2" },
      rotationIntervalSeconds: 3600,
    });
  });

  it("contain a key lifetime that is set, and null if it is removed", () => {
    const config = { ...values().config, keyLifetimeSeconds: 31_536_000 };
    expect(changesTo(stored, { ...values(), config }).config).toEqual({ keyLifetimeSeconds: 31_536_000 });
    const limited = { ...stored, config: { ...stored.config, keyLifetimeSeconds: 31_536_000 } };
    expect(changesTo(limited, values()).config).toEqual({ keyLifetimeSeconds: null });
  });

  it("contain all outputs if one is added or left out", () => {
    const outputs = { api_key: "OPENAI_API_KEY", key_id: "OPENAI_KEY_ID" };
    expect(changesTo(stored, { ...values(), outputs }).outputs).toEqual(outputs);
    expect(changesTo({ ...stored, outputs }, values()).outputs).toEqual({ api_key: "OPENAI_API_KEY" });
  });
});
