import { namedListQuerySchema } from "@/lib/api/labels";
import { rotatingSecretListSchema } from "@/lib/api/rotating-secrets";
import { route } from "@/lib/http/handle";
import { listRotatingSecrets } from "@/lib/rotation/queries/list-rotating-secrets";

export const GET = route(
  {
    summary: "List the rotating secrets of every environment, by name",
    query: namedListQuerySchema,
    answer: rotatingSecretListSchema,
  },
  async ({ ctx, query }) => await listRotatingSecrets(ctx, { ...query, environmentId: null }),
);
