import { useQuery } from "@tanstack/react-query";
import { projectListSchema } from "@/lib/api/third-party-credentials";
import { request } from "./fetcher";
import { queryKeys } from "./query-keys";

type Which = { all: boolean };

/**
 * Every active project that the credential is open to, asked from the provider each time; with `all`, every one that its admin
 * key reaches. No credential: nothing is asked.
 */
export function useProjects(credentialId: string | null, { all }: Which = { all: false }) {
  return useQuery({
    queryKey: [...queryKeys.projects(credentialId ?? ""), all],
    queryFn: async ({ signal }) =>
      (
        await request(
          projectListSchema,
          `/third-party-credentials/${credentialId}/openai/projects${all ? "?all=true" : ""}`,
          {
            signal,
          },
        )
      ).projects,
    enabled: credentialId !== null && credentialId !== "",
    staleTime: 0,
    retry: false,
  });
}
