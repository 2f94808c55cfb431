import { needsSchema } from "@/lib/api/overview";
import { route } from "@/lib/http/handle";
import { getNeeds } from "@/lib/overview/get-needs";

export const GET = route(
  { summary: "List what needs a person, worst first, with total counts", answer: needsSchema },
  async ({ ctx }) => await getNeeds(ctx),
);
