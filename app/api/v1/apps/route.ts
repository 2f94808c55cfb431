import { appTag } from "@/lib/requests/tags";
import { namedListQuerySchema } from "@/lib/api/labels";
import { appListSchema, appSchema, createAppSchema } from "@/lib/api/apps";
import { createApp } from "@/lib/apps/create-app";
import { listApps } from "@/lib/apps/list-apps";
import { route } from "@/lib/http/handle";

export const GET = route(
  { summary: "List apps and their environments", query: namedListQuerySchema, answer: appListSchema },
  async ({ ctx, query }) => await listApps(ctx, query),
);

export const POST = route(
  {
    summary: "Create an app with Development, Staging and Production",
    body: createAppSchema,
    answer: appSchema,
    status: 201,
    location: ({ id }) => `/apps/${id}`,
    tag: appTag,
  },
  async ({ ctx, body }) => await createApp(ctx, body),
);
