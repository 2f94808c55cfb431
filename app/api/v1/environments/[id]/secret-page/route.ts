import { pathIdSchema } from "@/lib/api/common";
import { secretPageQuerySchema, secretPageSchema } from "@/lib/api/secret-page";
import { actorId } from "@/lib/access/context";
import { route } from "@/lib/http/handle";
import { spendCost } from "@/lib/requests/budgets";
import { listPage } from "@/lib/secrets/list-page";

export const GET = route(
  {
    summary:
      "Read a page of an environment: rotating secrets with their rows, then static rows, without values",
    params: pathIdSchema,
    query: secretPageQuerySchema,
    answer: secretPageSchema,
  },
  async ({ ctx, params, query }) => {
    if (query.filter !== "") await spendCost("search", actorId(ctx.actor));
    return await listPage(ctx, { ...query, environmentId: params.id });
  },
);
