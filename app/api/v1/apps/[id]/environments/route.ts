import { environmentNameSchema, environmentSchema } from "@/lib/api/apps";
import { pathIdSchema } from "@/lib/api/common";
import { createEnvironment } from "@/lib/apps/create-environment";
import { route } from "@/lib/http/handle";

export const POST = route(
  {
    summary: "Add an environment to an app",
    params: pathIdSchema,
    body: environmentNameSchema,
    answer: environmentSchema,
    status: 201,
  },
  async ({ ctx, params, body }) => await createEnvironment(ctx, { ...params, ...body }),
);
