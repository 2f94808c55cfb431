import { expect, test } from "vitest";
import { mintedCredentialSchema, rotatingSecretSchema } from "@/lib/api/rotating-secrets";
import { OUTPUT_NAMES } from "@/lib/lists/outputs";
import { aCredential, aRotatingSecret } from "@/proof/harness/builders";
import { newCredential } from "@/lib/rotation/store/new-rows";
import { newSecret } from "@/proof/model/memory-rows";
import { showCredential, showRotatingSecret } from "./show";

const NOW = new Date("2026-03-01T00:00:00Z");
const ID = "00000000-0000-7000-8000-000000000001";
const place = { organisationId: ID, environmentId: ID, thirdPartyCredentialId: ID };

const shown = () => {
  const outputs = OUTPUT_NAMES.map((output) => ({ output, key: output.toUpperCase() }));
  const row = {
    ...newSecret(aRotatingSecret(place, { keyLifetimeSeconds: 5, projectResidency: "EU" }), NOW),
    outputs,
  };
  return showRotatingSecret({ ...row, credentials: [] }, null);
};

test("a rotating secret is shown with every output it has", () => {
  expect(shown().outputs).toEqual(
    Object.fromEntries(OUTPUT_NAMES.map((output) => [output, output.toUpperCase()])),
  );
});

test("a rotating secret is shown with every field of the API", () => {
  const answer = rotatingSecretSchema.parse(shown());
  expect(Object.keys(answer).toSorted()).toEqual(Object.keys(rotatingSecretSchema.shape).toSorted());
  expect(Object.keys(answer.config).toSorted()).toEqual(
    Object.keys(rotatingSecretSchema.shape.config.shape).toSorted(),
  );
  expect(Object.keys(answer.outputs).toSorted()).toEqual(
    Object.keys(rotatingSecretSchema.shape.outputs.shape).toSorted(),
  );
});

test("a credential is shown with every field of the API", () => {
  const owner = { rotatingSecretId: ID, thirdPartyCredentialId: ID };
  const { id, ...row } = aCredential(owner);
  const answer = showCredential(newCredential(id, { ...row, reason: "schedule", nextCheckAt: null }, NOW));
  expect(Object.keys(mintedCredentialSchema.parse(answer)).toSorted()).toEqual(
    Object.keys(mintedCredentialSchema.shape).toSorted(),
  );
});
