import { rotationTag } from "@/lib/requests/tags";
import { pathIdSchema } from "@/lib/api/common";
import { rotationSchema, waitQuerySchema } from "@/lib/api/rotations";
import { route } from "@/lib/http/handle";
import { whileWaiting } from "@/lib/http/waiting";
import { waitForRotation } from "@/lib/rotation/queries/wait-for-rotation";

export const GET = route(
  {
    summary: "Get a requested rotation. With `wait`, respond when it has ended",
    params: pathIdSchema,
    query: waitQuerySchema,
    answer: rotationSchema,
    tag: rotationTag,
  },
  async ({ ctx, params, query, request }) =>
    await whileWaiting(query.wait, { ctx, request }, (wait) => waitForRotation(ctx, params, wait)),
);
