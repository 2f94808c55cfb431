import { namedTag } from "@/lib/requests/tags";
import { pathIdSchema } from "@/lib/api/common";
import { placedEnvironmentSchema } from "@/lib/api/apps";
import { findEnvironment } from "@/lib/apps/find-environment";
import { route } from "@/lib/http/handle";

export const GET = route(
  { summary: "Get an environment", params: pathIdSchema, answer: placedEnvironmentSchema, tag: namedTag },
  async ({ ctx, params }) => await findEnvironment(ctx, params.id, "read"),
);
