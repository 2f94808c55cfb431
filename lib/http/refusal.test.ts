import { expect, test } from "vitest";
import { errorSchema } from "@/lib/api/common";
import { DomainError } from "@/lib/errors";
import { ERROR_CODES, errorRow } from "@/lib/lists/error-codes";
import { refusal } from "./refusal";

test.each(ERROR_CODES)("%s answers its status and leads to its section of the documents", async (code) => {
  const answer = refusal(new DomainError(code, "No."), "request-1");
  const { error } = errorSchema.parse(await answer.json());
  expect([answer.status, error.code, error.message]).toEqual([errorRow(code).status, code, "No."]);
  expect(error.docsUrl).toMatch(new RegExp(`^https?://[^/]+/docs/errors#${code}$`));
});
