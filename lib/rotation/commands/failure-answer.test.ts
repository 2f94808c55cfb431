import { expect, test } from "vitest";
import { FAILURE_CODES } from "@/lib/lists/failure-codes";
import { ProviderError } from "@/lib/providers/provider-error";
import { failureAnswer } from "./checks";

const PASSES = ["provider_rate_limited", "provider_unavailable", "provider_malformed_response"];
const UNKNOWN = { kind: "unknown" } as const;

test("a passing failure is answered 503 with a time to retry, one that the caller must fix 422", () => {
  for (const code of FAILURE_CODES.filter((each) => each !== "sealed" && each !== "internal")) {
    const { status, details } = failureAnswer(new ProviderError(code, "No.", UNKNOWN));
    const expected = PASSES.includes(code) ? [503, 10] : [422, undefined];
    expect([status, details.retryAfterSeconds], code).toEqual(expected);
  }
});

test("the provider's own time takes precedence over the usual one, and silence is 504", () => {
  const busy = new ProviderError("provider_rate_limited", "No.", UNKNOWN, { retryAfterSeconds: 42 });
  expect(failureAnswer(busy)).toMatchObject({ status: 503, details: { retryAfterSeconds: 42 } });
  const silent = new ProviderError("provider_unavailable", "No.", UNKNOWN, { timedOut: true });
  expect(failureAnswer(silent)).toMatchObject({ status: 504, details: { retryAfterSeconds: 10 } });
});
