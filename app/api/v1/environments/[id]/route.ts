import { environmentTag } from "@/lib/requests/tags";
import { pathIdSchema } from "@/lib/api/common";
import { updateEnvironmentSchema, placedEnvironmentSchema } from "@/lib/api/apps";
import { deleteEnvironment } from "@/lib/apps/delete-environment";
import { getEnvironment } from "@/lib/apps/get-environment";
import { updateEnvironment } from "@/lib/apps/update-environment";
import { route } from "@/lib/http/handle";

export const GET = route(
  {
    summary: "Get an environment",
    params: pathIdSchema,
    answer: placedEnvironmentSchema,
    tag: environmentTag,
  },
  async ({ ctx, params }) => await getEnvironment(ctx, params),
);

export const PATCH = route(
  {
    summary: "Change an environment's name or labels",
    params: pathIdSchema,
    body: updateEnvironmentSchema,
    answer: placedEnvironmentSchema,
    tag: environmentTag,
    ifMatch: true,
    current: async ({ ctx, params }) => await getEnvironment(ctx, params),
  },
  async ({ ctx, params, body }) => await updateEnvironment(ctx, { ...body, ...params }),
);

export const DELETE = route(
  {
    summary: "Delete an environment with its secrets. Refused while it has rotating secrets",
    params: pathIdSchema,
    ifMatch: true,
  },
  async ({ ctx, params }) => await deleteEnvironment(ctx, params),
);
