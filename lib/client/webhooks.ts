import { infiniteQueryOptions, mutationOptions, queryOptions } from "@tanstack/react-query";
import type { CreateWebhook, UpdateWebhook, Webhook } from "@/lib/api/webhooks";
import { act, request } from "./fetcher";
import { LIVE_INTERVAL_MS } from "./live";
import { FIRST_PAGE, nextCursor, pageAddress, wholeList } from "./pages";
import { queryKeys } from "./query-keys";

const PAGE_SIZE = 20;
const schemas = () => import("@/lib/api/webhooks");
const meta = { invalidates: [queryKeys.webhooks] };

export const webhooksQuery = queryOptions({
  queryKey: queryKeys.webhooks,
  queryFn: ({ signal }) =>
    wholeList(async () => (await schemas()).webhookListSchema, "/webhooks", "webhooks", signal),
  select: ({ webhooks }): Webhook[] => webhooks,
});

/** One of the two responses that contain the signing secret. No cache keeps it. */
export const createWebhook = mutationOptions({
  mutationFn: (body: CreateWebhook) =>
    request(async () => (await schemas()).webhookWithSecretSchema, "/webhooks", { method: "POST", body }),
  gcTime: 0,
  meta,
});

export const updateWebhook = (id: string) =>
  mutationOptions({
    mutationFn: (body: UpdateWebhook) =>
      request(async () => (await schemas()).webhookSchema, `/webhooks/${id}`, { method: "PATCH", body }),
    meta,
  });

export const deleteWebhook = (id: string) =>
  mutationOptions({ mutationFn: () => act(`/webhooks/${id}`, { method: "DELETE" }), meta });

/** The response contains the new signing secret. No cache keeps it. */
export const rotateWebhookSecret = (id: string) =>
  mutationOptions({
    mutationFn: () =>
      request(async () => (await schemas()).webhookWithSecretSchema, `/webhooks/${id}/rotate-secret`, {
        method: "POST",
      }),
    gcTime: 0,
    meta,
  });

/** One webhook's deliveries, newest first, a page at a time. Refreshed while they are shown. */
export const webhookDeliveriesQuery = (id: string) =>
  infiniteQueryOptions({
    queryKey: queryKeys.webhookDeliveries(id),
    queryFn: ({ pageParam, signal }) =>
      request(
        async () => (await schemas()).deliveryPageSchema,
        pageAddress(`/webhooks/${id}/deliveries`, PAGE_SIZE, pageParam),
        { signal },
      ),
    initialPageParam: FIRST_PAGE,
    getNextPageParam: nextCursor,
    refetchInterval: LIVE_INTERVAL_MS,
  });

/** Sends a test message. The delivery log shows the result. */
export const testWebhook = (id: string) =>
  mutationOptions({
    mutationFn: () =>
      request(async () => (await schemas()).deliverySchema, `/webhooks/${id}/test`, { method: "POST" }),
    meta: { invalidates: [queryKeys.webhookDeliveries(id)] },
  });

/** Sends the same message again immediately. */
export const redeliver = (webhookId: string) =>
  mutationOptions({
    mutationFn: (deliveryId: string) =>
      act(`/webhooks/${webhookId}/deliveries/${deliveryId}/redeliver`, { method: "POST" }),
    meta: { invalidates: [queryKeys.webhookDeliveries(webhookId)] },
  });
