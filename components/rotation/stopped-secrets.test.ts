import { expect, it } from "vitest";
import { aRotatingSecret } from "./rotating-secret.fixture";
import { stoppedByKey } from "./stopped-secrets";

const KEY = "0198c2f4-7b1e-4c3a-9d52-6f0e8a41b7d5";
const at = "2026-03-01T00:00:00.000Z";

function paused(
  id: string,
  code: "provider_auth_failed" | "provider_scope_missing" | "project_not_found",
  fields: Parameters<typeof aRotatingSecret>[0] = {},
) {
  const lastFailure = { at, code, message: "" };
  return aRotatingSecret({ id, state: "paused", pauseReason: "failure", lastFailure, ...fields });
}

it("a dead admin key stopped the secrets that it was to mint, and none paused for another reason", () => {
  const secrets = [
    paused("dead", "provider_auth_failed"),
    paused("scope", "provider_scope_missing"),
    paused("project", "project_not_found"),
    paused("elsewhere", "provider_auth_failed", { thirdPartyCredentialId: "another" }),
    paused("by hand", "provider_auth_failed", { pauseReason: "manual" }),
    aRotatingSecret({ id: "healthy" }),
  ];
  expect(stoppedByKey(KEY, secrets).map(({ id }) => id)).toEqual(["dead", "scope"]);
});
