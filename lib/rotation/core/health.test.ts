import { describe, expect, it } from "vitest";
import { blocksCredential, healthOf, OUTAGE_CODES, reactionTo } from "./health";
import { FAILURE_CODES } from "@/lib/lists/failure-codes";

describe("reactionTo", () => {
  it.each([
    { code: "provider_auth_failed", first: "confirm", again: "pause" },
    { code: "provider_scope_missing", first: "confirm", again: "pause" },
    { code: "project_not_found", first: "confirm", again: "pause" },
    { code: "provider_rejected", first: "pause", again: "pause" },
    { code: "provider_rate_limited", first: "wait", again: "wait" },
    { code: "provider_unavailable", first: "wait", again: "wait" },
    { code: "provider_malformed_response", first: "wait", again: "wait" },
    { code: "provider_ip_not_allowed", first: "wait", again: "wait" },
    { code: "provider_country_not_supported", first: "wait", again: "wait" },
    { code: "provider_wrong_address", first: "wait", again: "wait" },
    { code: "provider_policy_refused", first: "wait", again: "wait" },
    { code: "provider_access_denied", first: "wait", again: "wait" },
    { code: "key_not_accepted", first: "wait", again: "wait" },
    { code: "internal", first: "wait", again: "wait" },
  ] as const)("$code: $first at first, $again when it comes twice", ({ code, first, again }) => {
    expect(reactionTo(code, null)).toBe(first);
    expect(reactionTo(code, code)).toBe(again);
    expect(reactionTo(code, code === "internal" ? "provider_unavailable" : "internal")).toBe(first);
  });
});

describe("blocksCredential", () => {
  it("only failures that a changed admin key ends", () => {
    const blocking = FAILURE_CODES.filter(blocksCredential);
    expect(blocking).toEqual(["provider_auth_failed", "provider_scope_missing"]);
  });
});

describe("OUTAGE_CODES", () => {
  it("only failures that end without a person, for every call with that admin key", () => {
    expect(OUTAGE_CODES).toEqual([
      "provider_unavailable",
      "provider_malformed_response",
      "provider_ip_not_allowed",
      "provider_country_not_supported",
      "provider_wrong_address",
      "provider_access_denied",
      "sealed",
    ]);
  });
});

describe("healthOf", () => {
  it.each([
    { pauseReason: null, failureCount: 0, failingRevocations: 0, health: "healthy" },
    { pauseReason: "manual", failureCount: 0, failingRevocations: 0, health: "healthy" },
    { pauseReason: null, failureCount: 1, failingRevocations: 0, health: "degraded" },
    { pauseReason: null, failureCount: 0, failingRevocations: 1, health: "degraded" },
    { pauseReason: "manual", failureCount: 2, failingRevocations: 0, health: "degraded" },
    { pauseReason: "failure", failureCount: 2, failingRevocations: 1, health: "failed" },
  ] as const)(
    "paused: $pauseReason, failed mints: $failureCount, failing settlements: $failingRevocations -> $health",
    ({ health, ...secret }) => {
      expect(healthOf(secret)).toBe(health);
    },
  );
});
