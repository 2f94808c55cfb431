import { useMutation, useQueryClient } from "@tanstack/react-query";
import * as z from "zod";
import { request } from "./fetcher";
import { queryKeys } from "./query-keys";

/** Signs another browser out. */
export function useEndSession() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (id: string) => request(z.unknown(), `/sessions/${id}`, { method: "DELETE" }),
    onSettled: () => client.invalidateQueries({ queryKey: queryKeys.sessions }),
  });
}
