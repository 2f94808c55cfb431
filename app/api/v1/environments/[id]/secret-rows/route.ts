import { listQuerySchema, pathIdSchema } from "@/lib/api/common";
import { secretRowListSchema } from "@/lib/api/secrets";
import { route } from "@/lib/http/handle";
import { listRows } from "@/lib/secrets/list-rows";

export const GET = route(
  {
    summary: "List the secrets of an environment, without values",
    params: pathIdSchema,
    query: listQuerySchema,
    answer: secretRowListSchema,
  },
  async ({ ctx, params, query }) => await listRows(ctx, { ...query, environmentId: params.id }),
);
