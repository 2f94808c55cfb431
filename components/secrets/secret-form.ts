import { createSecretSchema } from "@/lib/api/secrets";

/** The API's schema for a row, which also refuses keys that the environment already has. */
export function secretFormSchema(taken: ReadonlySet<string>) {
  return createSecretSchema.superRefine(({ key }, context) => {
    if (!taken.has(key)) return;
    context.addIssue({
      code: "custom",
      path: ["key"],
      message: `${key} already exists in this environment.`,
    });
  });
}
