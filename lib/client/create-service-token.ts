import { useMutation, useQueryClient } from "@tanstack/react-query";
import type * as z from "zod";
import { createdServiceTokenSchema, type createServiceTokenSchema } from "@/lib/api/service-tokens";
import { request } from "./fetcher";
import { queryKeys } from "./query-keys";

/** Creates a service token. The answer is the only place where the token itself is ever seen; no cache keeps it. */
export function useCreateServiceToken() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (body: z.input<typeof createServiceTokenSchema>) =>
      request(createdServiceTokenSchema, "/service-tokens", { method: "POST", body }),
    onSettled: () => client.invalidateQueries({ queryKey: queryKeys.serviceTokens }),
    gcTime: 0,
  });
}
