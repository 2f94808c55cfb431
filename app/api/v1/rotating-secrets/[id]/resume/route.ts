import * as z from "zod";
import { idSchema } from "@/lib/api/common";
import { resumeSchema, rotatingSecretSchema } from "@/lib/api/rotating-secrets";
import { route } from "@/lib/http/handle";
import { resumeRotatingSecret } from "@/lib/rotation/commands/resume-rotating-secret";

export const POST = route(
  {
    summary: "Resume the schedule: now, or as planned",
    cost: "change",
    params: z.object({ id: idSchema }),
    body: resumeSchema,
    answer: rotatingSecretSchema,
  },
  async ({ ctx, params, body }) => await resumeRotatingSecret(ctx, { ...params, ...body }),
);
