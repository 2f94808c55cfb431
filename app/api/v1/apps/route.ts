import { appListSchema, appSchema, createAppSchema } from "@/lib/api/apps";
import { createApp } from "@/lib/apps/create-app";
import { listApps } from "@/lib/apps/list-apps";
import { route } from "@/lib/http/handle";

export const GET = route(
  { summary: "Apps and their environments.", answer: appListSchema },
  async ({ ctx }) => ({ apps: await listApps(ctx) }),
);

export const POST = route(
  {
    summary: "Makes an app with Development, Staging and Production.",
    body: createAppSchema,
    answer: appSchema,
    status: 201,
  },
  async ({ ctx, body }) => await createApp(ctx, body),
);
