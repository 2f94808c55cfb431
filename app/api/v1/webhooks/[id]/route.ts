import { editedTag } from "@/lib/requests/tags";
import { pathIdSchema } from "@/lib/api/common";
import { updateWebhookSchema, webhookSchema } from "@/lib/api/webhooks";
import { route } from "@/lib/http/handle";
import { deleteWebhook } from "@/lib/notifications/delete-webhook";
import { getWebhook } from "@/lib/notifications/get-webhook";
import { updateWebhook } from "@/lib/notifications/update-webhook";

export const GET = route(
  { summary: "Get a webhook", params: pathIdSchema, answer: webhookSchema, tag: editedTag },
  async ({ ctx, params }) => await getWebhook(ctx, params),
);

export const PATCH = route(
  {
    summary: "Edit a webhook. Queued deliveries go to the new URL. Turning it off drops them",
    params: pathIdSchema,
    body: updateWebhookSchema,
    answer: webhookSchema,
    tag: editedTag,
    ifMatch: true,
    current: async ({ ctx, params }) => await getWebhook(ctx, params),
  },
  async ({ ctx, params, body }) => await updateWebhook(ctx, { ...body, ...params }),
);

export const DELETE = route(
  { summary: "Delete a webhook and its delivery log", params: pathIdSchema, ifMatch: true },
  async ({ ctx, params }) => await deleteWebhook(ctx, params),
);
