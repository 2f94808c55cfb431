import { useMutation, useQueryClient } from "@tanstack/react-query";
import { memberSchema, type UpdateMember } from "@/lib/api/members";
import { request } from "./fetcher";
import { queryKeys } from "./query-keys";

/** Changes a member's role, or gives them a new password. */
export function useUpdateMember(id: string) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (body: UpdateMember) => request(memberSchema, `/members/${id}`, { method: "PATCH", body }),
    onSettled: () =>
      Promise.all([
        client.invalidateQueries({ queryKey: queryKeys.members }),
        client.invalidateQueries({ queryKey: queryKeys.me }),
      ]),
  });
}
