import { findSecretsQuerySchema, foundSecretsSchema } from "@/lib/api/secrets";
import { route } from "@/lib/http/handle";
import { findSecrets } from "@/lib/secrets/find-secrets";

export const GET = route(
  {
    summary: "Search secrets in every environment, without values",
    cost: "search",
    query: findSecretsQuerySchema,
    answer: foundSecretsSchema,
  },
  async ({ ctx, query }) => ({ secrets: await findSecrets(ctx, query) }),
);
