import { pathIdSchema } from "@/lib/api/common";
import { secretRowListSchema, secretRowsQuerySchema } from "@/lib/api/secrets";
import { route } from "@/lib/http/handle";
import { listRows } from "@/lib/secrets/list-rows";

export const GET = route(
  {
    summary: "List the secrets of an environment, without values",
    params: pathIdSchema,
    query: secretRowsQuerySchema,
    answer: secretRowListSchema,
  },
  async ({ ctx, params, query }) => await listRows(ctx, { ...query, environmentId: params.id }),
);
