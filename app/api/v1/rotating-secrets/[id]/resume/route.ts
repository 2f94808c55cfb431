import * as z from "zod";
import { idSchema } from "@/lib/api/common";
import { resumeSchema } from "@/lib/api/rotating-secrets";
import { rotatedSecretSchema, waitQuerySchema } from "@/lib/api/rotations";
import { route } from "@/lib/http/handle";
import { whileWaiting } from "@/lib/http/waiting";
import { resumeRotatingSecret } from "@/lib/rotation/commands/resume-rotating-secret";

export const POST = route(
  {
    summary:
      "Resume the schedule, now or as planned. With `wait`, respond when a rotation that begins now has ended",
    cost: "change",
    params: z.object({ id: idSchema }),
    query: waitQuerySchema,
    body: resumeSchema,
    answer: rotatedSecretSchema,
    location: ({ rotation }) => (rotation === null ? null : `/rotations/${rotation.id}`),
  },
  async ({ ctx, params, query, body, request }) =>
    await whileWaiting(query.wait, { ctx, request }, (wait) =>
      resumeRotatingSecret(ctx, { ...params, ...body }, wait),
    ),
);
