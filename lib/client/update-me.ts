import { useMutation, useQueryClient } from "@tanstack/react-query";
import { meSchema, type UpdateMe } from "@/lib/api/me";
import { request } from "./fetcher";
import { queryKeys } from "./query-keys";

/** Changes one's own name or password. A new password ends one's other sessions. */
export function useUpdateMe() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (body: UpdateMe) => request(meSchema, "/me", { method: "PATCH", body }),
    onSettled: () =>
      Promise.all([
        client.invalidateQueries({ queryKey: queryKeys.me }),
        client.invalidateQueries({ queryKey: queryKeys.members }),
        client.invalidateQueries({ queryKey: queryKeys.sessions }),
      ]),
  });
}
