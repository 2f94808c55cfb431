import * as z from "zod";
import { idSchema } from "@/lib/api/common";
import { rotateSchema, rotatingSecretSchema } from "@/lib/api/rotating-secrets";
import { route } from "@/lib/http/handle";
import { rotateRotatingSecret } from "@/lib/rotation/commands/rotate-rotating-secret";

export const POST = route(
  {
    summary: "Rotate now, even while paused or failed",
    cost: "change",
    params: z.object({ id: idSchema }),
    body: rotateSchema,
    answer: rotatingSecretSchema,
  },
  async ({ ctx, params, body }) => await rotateRotatingSecret(ctx, { ...params, ...body }),
);
