import * as z from "zod";
import { useApiForm } from "@/components/ui/use-api-form";
import { idSchema } from "@/lib/api/common";
import { createServiceTokenSchema, tokenKeySchema } from "@/lib/api/service-tokens";
import { expiryAt } from "./scope-options";

const schema = createServiceTokenSchema.omit({ expiresAt: true }).extend({
  expiry: z.string(),
  // Without a limit to environments or keys, the form sends no list.
  environmentIds: z.array(idSchema),
  keys: z.string().superRefine((text, context) => {
    for (const key of namesIn(text)) {
      const { error } = tokenKeySchema.safeParse(key);
      if (error !== undefined)
        context.addIssue({ code: "custom", message: `${key}: ${error.issues[0]?.message ?? ""}` });
    }
  }),
});

function namesIn(text: string): string[] {
  return text.split(/[\s,]+/).filter(Boolean);
}

type NewToken = z.input<typeof createServiceTokenSchema>;

/** A form for a service token's name and limits. */
export function useTokenForm(
  name: string,
  save: (token: NewToken, onError: (error: unknown) => void) => void,
) {
  return useApiForm({
    schema,
    defaultValues: { name, scopes: ["secrets:read"], environmentIds: [], keys: "", expiry: "90" },
    codes: { name_exists: "name" },
    save: ({ expiry, environmentIds, keys, ...token }, onError) =>
      save(
        {
          ...token,
          environmentIds: environmentIds.length === 0 ? undefined : environmentIds,
          keys: namesIn(keys).length === 0 ? undefined : namesIn(keys),
          expiresAt: expiryAt(expiry, Date.now()),
        },
        onError,
      ),
  });
}
export type TokenForm = ReturnType<typeof useTokenForm>;
