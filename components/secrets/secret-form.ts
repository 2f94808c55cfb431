import type { z } from "zod";
import { createSecretSchema } from "@/lib/api/secrets";

/** The API's schema for a row, which also refuses a key that the environment already holds. */
export function secretFormSchema(taken: ReadonlySet<string>) {
  return createSecretSchema.superRefine(({ key }, context) => {
    if (!taken.has(key)) return;
    context.addIssue({
      code: "custom",
      path: ["key"],
      message: `${key} is already taken in this environment.`,
    });
  });
}

export type SecretFormInput = z.input<ReturnType<typeof secretFormSchema>>;
export type SecretFormOutput = z.output<ReturnType<typeof secretFormSchema>>;

/** Where on the form the server's objections go. */
export const SECRET_FORM_PLACES = {
  fields: ["key", "value", "comment"] as const,
  codes: { key_exists: "key" as const },
};
