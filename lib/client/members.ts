import { useQuery } from "@tanstack/react-query";
import { memberListSchema } from "@/lib/api/members";
import { request } from "./fetcher";
import { queryKeys } from "./query-keys";

export function useMembers() {
  return useQuery({
    queryKey: queryKeys.members,
    queryFn: async ({ signal }) => (await request(memberListSchema, "/members", { signal })).members,
  });
}
