import * as z from "zod";
import { idSchema } from "@/lib/api/common";
import { eventPageSchema, eventQuerySchema } from "@/lib/api/rotating-secrets";
import { route } from "@/lib/http/handle";
import { listEvents } from "@/lib/rotation/queries/list-events";

export const GET = route(
  {
    summary: "List the events of a rotating secret, newest first",
    params: z.object({ id: idSchema }),
    query: eventQuerySchema,
    answer: eventPageSchema,
  },
  async ({ ctx, params, query }) => await listEvents(ctx, { ...params, ...query }),
);
