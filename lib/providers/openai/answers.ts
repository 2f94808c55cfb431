/** Accepts responses only in the form that Phase relies on. */
import type * as z from "zod";
import { ProviderError } from "../provider-error";

export function malformed(what: string): ProviderError {
  return new ProviderError("provider_malformed_response", `OpenAI sent an unreadable response (${what}).`, {
    kind: "unknown",
  });
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
