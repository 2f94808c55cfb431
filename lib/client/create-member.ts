import { useMutation, useQueryClient } from "@tanstack/react-query";
import { type CreateMember, memberSchema } from "@/lib/api/members";
import { request } from "./fetcher";
import { queryKeys } from "./query-keys";

export function useCreateMember() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (body: CreateMember) => request(memberSchema, "/members", { method: "POST", body }),
    onSettled: () => client.invalidateQueries({ queryKey: queryKeys.members }),
  });
}
