import { namedTag } from "@/lib/requests/tags";
import { pathIdSchema } from "@/lib/api/common";
import { appSchema } from "@/lib/api/apps";
import { getApp } from "@/lib/apps/get-app";
import { route } from "@/lib/http/handle";

export const GET = route(
  { summary: "Get an app and its environments", params: pathIdSchema, answer: appSchema, tag: namedTag },
  async ({ ctx, params }) => await getApp(ctx, params),
);
