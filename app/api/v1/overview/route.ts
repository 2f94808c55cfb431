import { overviewSchema } from "@/lib/api/rotating-secrets";
import { route } from "@/lib/http/handle";
import { getOverview } from "@/lib/rotation/queries/get-overview";

export const GET = route(
  {
    summary: "Every rotating secret of the organisation, worst first, and what deleted ones owe.",
    answer: overviewSchema,
  },
  async ({ ctx }) => await getOverview(ctx),
);
