import { overviewRowsQuerySchema, overviewRowsSchema } from "@/lib/api/overview";
import { route } from "@/lib/http/handle";
import { listOverviewRows } from "@/lib/rotation/queries/list-overview-rows";

export const GET = route(
  {
    summary: "List the rotating secrets of every environment, sorted and filtered, a page at a time",
    query: overviewRowsQuerySchema,
    answer: overviewRowsSchema,
  },
  async ({ ctx, query }) => await listOverviewRows(ctx, query),
);
