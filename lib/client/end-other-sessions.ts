import { useMutation, useQueryClient } from "@tanstack/react-query";
import * as z from "zod";
import { request } from "./fetcher";
import { queryKeys } from "./query-keys";

/** Signs out every browser of one's own but this one. */
export function useEndOtherSessions() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: () => request(z.unknown(), "/sessions", { method: "DELETE" }),
    onSettled: () => client.invalidateQueries({ queryKey: queryKeys.sessions }),
  });
}
