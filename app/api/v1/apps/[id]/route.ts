import { appTag } from "@/lib/requests/tags";
import { pathIdSchema } from "@/lib/api/common";
import { appSchema, updateAppSchema } from "@/lib/api/apps";
import { deleteApp } from "@/lib/apps/delete-app";
import { getApp } from "@/lib/apps/get-app";
import { updateApp } from "@/lib/apps/update-app";
import { route } from "@/lib/http/handle";

export const GET = route(
  { summary: "Get an app and its environments", params: pathIdSchema, answer: appSchema, tag: appTag },
  async ({ ctx, params }) => await getApp(ctx, params),
);

export const PATCH = route(
  {
    summary: "Change an app's name or labels, or reorder its environments",
    params: pathIdSchema,
    body: updateAppSchema,
    answer: appSchema,
    tag: appTag,
    ifMatch: true,
    current: async ({ ctx, params }) => await getApp(ctx, params),
  },
  async ({ ctx, params, body }) => await updateApp(ctx, { ...body, ...params }),
);

export const DELETE = route(
  {
    summary: "Delete an app with its environments and their secrets. Refused while it has rotating secrets",
    params: pathIdSchema,
    ifMatch: true,
  },
  async ({ ctx, params }) => await deleteApp(ctx, params),
);
