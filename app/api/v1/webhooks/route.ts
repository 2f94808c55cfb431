import { editedTag } from "@/lib/requests/tags";
import { namedListQuerySchema } from "@/lib/api/labels";
import { createWebhookSchema, webhookListSchema, webhookWithSecretSchema } from "@/lib/api/webhooks";
import { route } from "@/lib/http/handle";
import { createWebhook } from "@/lib/notifications/create-webhook";
import { listWebhooks } from "@/lib/notifications/list-webhooks";

export const GET = route(
  { summary: "List webhooks, without their secrets", query: namedListQuerySchema, answer: webhookListSchema },
  async ({ ctx, query }) => await listWebhooks(ctx, query),
);

export const POST = route(
  {
    summary: "Create a webhook. Its signing secret is returned once",
    body: createWebhookSchema,
    answer: webhookWithSecretSchema,
    status: 201,
    location: ({ id }) => `/webhooks/${id}`,
    tag: editedTag,
  },
  async ({ ctx, body }) => await createWebhook(ctx, body),
);
