import { describe, expect, it } from "vitest";
import { credentialStatusWords } from "./credential-status";
import { aRotatingSecret } from "./rotating-secret.fixture";
import { keyAcceptedSince, keySurvives, nextStep } from "./rotation-state";

const NOW = Date.parse("2026-03-01T00:00:00.000Z");
const later = (seconds: number) => new Date(NOW + seconds * 1000).toISOString();
const scheduled = {
  state: "active" as const,
  health: "healthy" as const,
  rotating: false,
  nextRotationAt: later(90),
  lastFailure: null,
};
const failure = { at: later(-5), code: "provider_unavailable" as const, message: "503" };

describe("what happens next", () => {
  it.each([
    ["counts down to the rotation", scheduled, "Rotates in 1m 30s"],
    ["says when a rotation runs", { ...scheduled, rotating: true }, "Rotating now"],
    [
      "promises nothing while paused",
      { ...scheduled, state: "paused" as const },
      "Not scheduled while paused",
    ],
    [
      "calls a try after a failure by its name",
      { ...scheduled, health: "degraded" as const, lastFailure: failure },
      "Next attempt in 1m 30s",
    ],
    [
      "waits for the next try of a rotation that was asked for",
      { ...scheduled, rotating: true, health: "degraded" as const, lastFailure: failure },
      "Next attempt in 1m 30s",
    ],
    ["does not count below zero", { ...scheduled, nextRotationAt: later(-1) }, "Rotates any moment"],
  ])("%s", (_name, secret, words) => {
    expect(nextStep(secret, NOW).words).toBe(words);
  });
});

describe("a credential's status", () => {
  it("is Expiring soon in its last day", () => {
    const words = (seconds: number) =>
      credentialStatusWords({ status: "expiring", revokeAt: later(seconds) }, NOW).label;
    expect(words(86_401)).toBe("Expiring");
    expect(words(86_399)).toBe("Expiring soon");
  });
});

describe("an admin key after a refusal", () => {
  const secret = aRotatingSecret({
    lastFailure: { at: later(0), code: "provider_auth_failed", message: "401" },
  });
  const root = { id: secret.thirdPartyCredentialId, status: "valid" as const, lastValidatedAt: later(5) };

  it.each([
    ["was accepted after it", secret, root, true],
    ["was accepted only before it", secret, { ...root, lastValidatedAt: later(-5) }, false],
    ["is still refused", secret, { ...root, status: "invalid" as const }, false],
    ["is another one's", secret, { ...root, id: "other" }, false],
    [
      "can be read with, which says nothing of its scope",
      { ...secret, lastFailure: { at: later(0), code: "provider_scope_missing" as const, message: "403" } },
      root,
      false,
    ],
  ])("%s", (_, failed, credential, expected) => {
    expect(keyAcceptedSince(failed, [credential])).toBe(expected);
  });
});

it("promises nothing about the current key where its account or its project is gone", () => {
  expect(keySurvives({ lastFailure: null })).toBe(true);
  expect(keySurvives({ lastFailure: failure })).toBe(true);
  expect(keySurvives({ lastFailure: { ...failure, code: "key_removed" } })).toBe(false);
  expect(keySurvives({ lastFailure: { ...failure, code: "project_not_found" } })).toBe(false);
});
