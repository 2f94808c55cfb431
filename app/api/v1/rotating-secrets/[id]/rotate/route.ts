import * as z from "zod";
import { idSchema } from "@/lib/api/common";
import { rotateSchema } from "@/lib/api/rotating-secrets";
import { rotatedSecretSchema, waitQuerySchema } from "@/lib/api/rotations";
import { route } from "@/lib/http/handle";
import { whileWaiting } from "@/lib/http/waiting";
import { rotateRotatingSecret } from "@/lib/rotation/commands/rotate-rotating-secret";

export const POST = route(
  {
    summary:
      "Rotate now, even while paused or failed. A repeated request joins the rotation in progress. With `wait`, respond when it has ended",
    cost: "change",
    params: z.object({ id: idSchema }),
    query: waitQuerySchema,
    body: rotateSchema,
    answer: rotatedSecretSchema,
    location: ({ rotation }) => (rotation === null ? null : `/rotations/${rotation.id}`),
  },
  async ({ ctx, params, query, body, request }) =>
    await whileWaiting(query.wait, { ctx, request }, (wait) =>
      rotateRotatingSecret(ctx, { ...params, ...body }, wait),
    ),
);
