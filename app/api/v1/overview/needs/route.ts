import { needsSchema } from "@/lib/api/overview";
import { route } from "@/lib/http/handle";
import { getNeeds } from "@/lib/overview/get-needs";

export const GET = route(
  { summary: "List what waits for a person, worst first, with the counts of the whole", answer: needsSchema },
  async ({ ctx }) => await getNeeds(ctx),
);
