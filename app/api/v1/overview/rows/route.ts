import { overviewRowsQuerySchema, overviewRowsSchema } from "@/lib/api/overview";
import { actorId } from "@/lib/access/context";
import { route } from "@/lib/http/handle";
import { spendCost } from "@/lib/requests/budgets";
import { listOverviewRows } from "@/lib/rotation/queries/list-overview-rows";

export const GET = route(
  {
    summary: "List the rotating secrets of every environment, sorted and filtered, a page at a time",
    query: overviewRowsQuerySchema,
    answer: overviewRowsSchema,
  },
  async ({ ctx, query }) => {
    if (query.search !== "") await spendCost("search", actorId(ctx.actor));
    return await listOverviewRows(ctx, query);
  },
);
