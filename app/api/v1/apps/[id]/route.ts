import { appSchema, updateAppSchema } from "@/lib/api/apps";
import { pathIdSchema } from "@/lib/api/common";
import { updateApp } from "@/lib/apps/update-app";
import { route } from "@/lib/http/handle";

export const PATCH = route(
  {
    summary: "Rename an app, or reorder its environments",
    params: pathIdSchema,
    body: updateAppSchema,
    answer: appSchema,
  },
  async ({ ctx, params, body }) => await updateApp(ctx, { ...params, ...body }),
);
