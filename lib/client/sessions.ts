import { useQuery } from "@tanstack/react-query";
import { sessionListSchema } from "@/lib/api/sessions";
import { request } from "./fetcher";
import { queryKeys } from "./query-keys";

/** The browsers where this person is signed in. */
export function useSessions() {
  return useQuery({
    queryKey: queryKeys.sessions,
    queryFn: async ({ signal }) => (await request(sessionListSchema, "/sessions", { signal })).sessions,
  });
}
