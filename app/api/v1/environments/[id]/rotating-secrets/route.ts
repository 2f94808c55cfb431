import { rotatingSecretTag } from "@/lib/requests/tags";
import * as z from "zod";
import { idSchema } from "@/lib/api/common";
import { namedListQuerySchema } from "@/lib/api/labels";
import {
  createQuerySchema,
  createRotatingSecretSchema,
  rotatingSecretListSchema,
  scheduleSchema,
} from "@/lib/api/rotating-secrets";
import { rotatedSecretSchema, waitSchema } from "@/lib/api/rotations";
import { route } from "@/lib/http/handle";
import { spendCost } from "@/lib/requests/budgets";
import { actorId } from "@/lib/access/context";
import { createRotatingSecret, previewNewSchedule } from "@/lib/rotation/commands/create-rotating-secret";
import { listRotatingSecrets } from "@/lib/rotation/queries/list-rotating-secrets";

const params = z.object({ id: idSchema });

export const GET = route(
  {
    summary: "List the rotating secrets of an environment",
    params,
    query: namedListQuerySchema,
    answer: rotatingSecretListSchema,
  },
  async ({ ctx, params, query }) => await listRotatingSecrets(ctx, { ...query, environmentId: params.id }),
);

export const POST = route(
  {
    summary:
      "Create a rotating secret and mint its first credential. With dryRun=true, only preview the schedule",
    params,
    // The first mint is over when the response arrives, so there is nothing to wait for.
    query: createQuerySchema.extend({ wait: waitSchema }),
    body: createRotatingSecretSchema,
    answer: rotatedSecretSchema,
    status: 201,
    tag: rotatingSecretTag,
    location: ({ id }) => `/rotating-secrets/${id}`,
    otherAnswers: {
      200: {
        description: "With `dryRun=true`: nothing was created.",
        mediaTypes: { "application/json": scheduleSchema },
      },
    },
  },
  async ({ ctx, params, query, body }) => {
    const input = { ...body, environmentId: params.id };
    if (query.dryRun === "true") {
      await spendCost("preview", actorId(ctx.actor));
      return Response.json(await previewNewSchedule(ctx, input, query.count));
    }
    await spendCost("change", actorId(ctx.actor));
    return await createRotatingSecret(ctx, input);
  },
);
