import { expect, test } from "vitest";
import { errorSchema } from "@/lib/api/common";
import { DomainError } from "@/lib/errors";
import { ERROR_CODES, errorRow } from "@/lib/lists/error-codes";
import { refusal } from "./refusal";

test.each(ERROR_CODES)("%s has its status and links to its section of the documents", async (code) => {
  const answer = refusal(new DomainError(code, "No."), "request-1");
  const { error } = errorSchema.parse(await answer.json());
  expect([answer.status, error.code, error.message]).toEqual([errorRow(code).status, code, "No."]);
  expect(error.docsUrl).toMatch(new RegExp(`^https?://[^/]+/docs/errors#${code}$`));
});

test("allows a repetition if it says when, and not otherwise", async () => {
  const wait = refusal(
    new DomainError("provider_unavailable", "No.", { retryAfterSeconds: 10 }),
    "request-1",
  );
  expect(wait.headers.get("retry-after")).toBe("10");
  expect(errorSchema.parse(await wait.json()).error.retryable).toBe(true);
  const mend = refusal(new DomainError("provider_auth_failed", "No."), "request-1");
  expect(mend.headers.get("retry-after")).toBeNull();
  expect(errorSchema.parse(await mend.json()).error).not.toHaveProperty("retryable");
});
