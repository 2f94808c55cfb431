import { useQuery } from "@tanstack/react-query";
import { projectListSchema } from "@/lib/api/third-party-credentials";
import { request } from "./fetcher";
import { queryKeys } from "./query-keys";

/** Every active project that the admin key reaches, asked from the provider each time. No credential: nothing is asked. */
export function useProjects(credentialId: string | null) {
  return useQuery({
    queryKey: queryKeys.projects(credentialId ?? ""),
    queryFn: async ({ signal }) =>
      (
        await request(projectListSchema, `/third-party-credentials/${credentialId}/openai/projects`, {
          signal,
        })
      ).projects,
    enabled: credentialId !== null && credentialId !== "",
    staleTime: 0,
    retry: false,
  });
}
