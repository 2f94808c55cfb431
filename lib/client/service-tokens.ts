import { mutationOptions, queryOptions } from "@tanstack/react-query";
import type * as z from "zod";
import type { createServiceTokenSchema, ServiceToken, UpdateServiceToken } from "@/lib/api/service-tokens";
import { act, request } from "./fetcher";
import { wholeList } from "./pages";
import { queryKeys } from "./query-keys";

const schemas = () => import("@/lib/api/service-tokens");
const meta = { invalidates: [queryKeys.serviceTokens] };

export const serviceTokensQuery = queryOptions({
  queryKey: queryKeys.serviceTokens,
  queryFn: ({ signal }) =>
    wholeList(
      async () => (await schemas()).serviceTokenListSchema,
      "/service-tokens",
      "serviceTokens",
      signal,
    ),
  select: ({ serviceTokens }): ServiceToken[] => serviceTokens,
});

/** Creates a service token. Only this response contains the token, and no cache keeps it. */
export const createServiceToken = mutationOptions({
  mutationFn: (body: z.input<typeof createServiceTokenSchema>) =>
    request(async () => (await schemas()).createdServiceTokenSchema, "/service-tokens", {
      method: "POST",
      body,
    }),
  gcTime: 0,
  meta,
});

/** Changes the name, the expiry, or both. */
export const updateServiceToken = (id: string) =>
  mutationOptions({
    mutationFn: (body: UpdateServiceToken) =>
      request(async () => (await schemas()).serviceTokenSchema, `/service-tokens/${id}`, {
        method: "PATCH",
        body,
      }),
    meta,
  });

/** Lets a token outlive its creator. */
export const keepServiceToken = (id: string) =>
  mutationOptions({ mutationFn: () => act(`/service-tokens/${id}/keep`, { method: "POST" }), meta });

export const revokeServiceToken = (id: string) =>
  mutationOptions({ mutationFn: () => act(`/service-tokens/${id}`, { method: "DELETE" }), meta });
