import { environmentTag } from "@/lib/requests/tags";
import { createEnvironmentSchema, placedEnvironmentSchema } from "@/lib/api/apps";
import { pathIdSchema } from "@/lib/api/common";
import { createEnvironment } from "@/lib/apps/create-environment";
import { route } from "@/lib/http/handle";

export const POST = route(
  {
    summary: "Add an environment to an app",
    params: pathIdSchema,
    body: createEnvironmentSchema,
    answer: placedEnvironmentSchema,
    status: 201,
    location: ({ id }) => `/environments/${id}`,
    tag: environmentTag,
  },
  async ({ ctx, params, body }) => await createEnvironment(ctx, { ...body, appId: params.id }),
);
