import * as z from "zod";
import { idSchema } from "@/lib/api/common";
import { rotatingSecretSchema } from "@/lib/api/rotating-secrets";
import { route } from "@/lib/http/handle";
import { pauseRotatingSecret } from "@/lib/rotation/commands/pause-rotating-secret";

export const POST = route(
  {
    summary: "Pause the schedule. Revocations continue",
    params: z.object({ id: idSchema }),
    answer: rotatingSecretSchema,
  },
  async ({ ctx, params }) => await pauseRotatingSecret(ctx, params),
);
