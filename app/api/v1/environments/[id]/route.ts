import { namedTag } from "@/lib/requests/tags";
import { pathIdSchema } from "@/lib/api/common";
import { environmentNameSchema, placedEnvironmentSchema } from "@/lib/api/apps";
import { deleteEnvironment } from "@/lib/apps/delete-environment";
import { findEnvironment } from "@/lib/apps/find-environment";
import { renameEnvironment } from "@/lib/apps/rename-environment";
import { route } from "@/lib/http/handle";

export const GET = route(
  { summary: "Get an environment", params: pathIdSchema, answer: placedEnvironmentSchema, tag: namedTag },
  async ({ ctx, params }) => await findEnvironment(ctx, params.id, "read"),
);

export const PATCH = route(
  {
    summary: "Rename an environment",
    params: pathIdSchema,
    body: environmentNameSchema,
    answer: placedEnvironmentSchema,
    tag: namedTag,
    ifMatch: true,
    current: async ({ ctx, params }) => await findEnvironment(ctx, params.id, "read"),
  },
  async ({ ctx, params, body }) => await renameEnvironment(ctx, { ...body, ...params }),
);

export const DELETE = route(
  {
    summary: "Delete an environment with its secrets. Refused while it has rotating secrets",
    params: pathIdSchema,
    ifMatch: true,
  },
  async ({ ctx, params }) => await deleteEnvironment(ctx, params),
);
