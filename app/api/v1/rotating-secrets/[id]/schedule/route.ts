import * as z from "zod";
import { idSchema } from "@/lib/api/common";
import { scheduleQuerySchema, scheduleSchema } from "@/lib/api/rotating-secrets";
import { route } from "@/lib/http/handle";
import { previewSchedule } from "@/lib/rotation/queries/preview-schedule";

export const GET = route(
  {
    summary: "Preview the next rotations and revocations",
    params: z.object({ id: idSchema }),
    cost: "preview",
    query: scheduleQuerySchema,
    answer: scheduleSchema,
  },
  async ({ ctx, params, query }) => await previewSchedule(ctx, { ...params, ...query }),
);
