/** Answers are believed once they have the form that we rely on. */
import type * as z from "zod";
import { ProviderError } from "../provider-error";

export function malformed(what: string): ProviderError {
  return new ProviderError(
    "provider_malformed_response",
    `OpenAI sent an answer that can't be read (${what}).`,
    { kind: "unknown" },
  );
}

export function parsed<Schema extends z.ZodType>(
  schema: Schema,
  answer: unknown,
  what: string,
): z.output<Schema> {
  const result = schema.safeParse(answer);
  if (!result.success) throw malformed(what);
  return result.data;
}
