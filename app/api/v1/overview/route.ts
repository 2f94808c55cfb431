import { overviewSchema } from "@/lib/api/rotating-secrets";
import { route } from "@/lib/http/handle";
import { getOverview } from "@/lib/rotation/queries/get-overview";

export const GET = route(
  {
    summary:
      "List the 100 most urgent rotating secrets, worst first, and outstanding revocations of deleted ones",
    answer: overviewSchema,
  },
  async ({ ctx }) => await getOverview(ctx),
);
