import { environmentCountsSchema } from "@/lib/api/overview";
import { route } from "@/lib/http/handle";
import { countByEnvironment } from "@/lib/rotation/queries/count-by-environment";

export const GET = route(
  { summary: "Count the rotating secrets of each environment by health", answer: environmentCountsSchema },
  async ({ ctx }) => await countByEnvironment(ctx),
);
