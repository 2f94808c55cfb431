import { useQuery } from "@tanstack/react-query";
import { serviceTokenListSchema } from "@/lib/api/service-tokens";
import { request } from "./fetcher";
import { queryKeys } from "./query-keys";

export function useServiceTokens() {
  return useQuery({
    queryKey: queryKeys.serviceTokens,
    queryFn: async ({ signal }) =>
      (await request(serviceTokenListSchema, "/service-tokens", { signal })).serviceTokens,
  });
}
