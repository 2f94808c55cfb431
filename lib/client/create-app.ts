import { useMutation, useQueryClient } from "@tanstack/react-query";
import { appSchema } from "@/lib/api/apps";
import { request } from "./fetcher";
import { queryKeys } from "./query-keys";

/** Creates an app with its three environments. */
export function useCreateApp() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (body: { name: string }) => request(appSchema, "/apps", { method: "POST", body }),
    onSettled: () => client.invalidateQueries({ queryKey: queryKeys.apps }),
  });
}
