import { environmentNameSchema, environmentSchema } from "@/lib/api/apps";
import { pathIdSchema } from "@/lib/api/common";
import { renameEnvironment } from "@/lib/apps/rename-environment";
import { route } from "@/lib/http/handle";

export const PATCH = route(
  {
    summary: "Rename an environment",
    params: pathIdSchema,
    body: environmentNameSchema,
    answer: environmentSchema,
  },
  async ({ ctx, params, body }) => await renameEnvironment(ctx, { ...params, ...body }),
);
