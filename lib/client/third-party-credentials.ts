import { mutationOptions, queryOptions } from "@tanstack/react-query";
import type * as z from "zod";
import type {
  createThirdPartyCredentialSchema,
  Project,
  ThirdPartyCredential,
  updateThirdPartyCredentialSchema,
} from "@/lib/api/third-party-credentials";
import { act, request } from "./fetcher";
import { LIVE_INTERVAL_MS } from "./live";
import { wholeList } from "./pages";
import { queryKeys } from "./query-keys";

const schemas = () => import("@/lib/api/third-party-credentials");
const schema = async () => (await schemas()).thirdPartyCredentialSchema;

/** The organisation's third-party credentials, without their keys. The worker may find one invalid at any time. */
export const thirdPartyCredentialsQuery = queryOptions({
  queryKey: queryKeys.thirdPartyCredentials,
  queryFn: ({ signal }) =>
    wholeList(
      async () => (await schemas()).thirdPartyCredentialListSchema,
      "/third-party-credentials",
      "thirdPartyCredentials",
      signal,
    ),
  select: ({ thirdPartyCredentials }): ThirdPartyCredential[] => thirdPartyCredentials,
  refetchInterval: LIVE_INTERVAL_MS,
});

/** Saves an admin key after the provider has accepted it. */
export const createThirdPartyCredential = mutationOptions({
  mutationFn: (body: z.output<typeof createThirdPartyCredentialSchema>) =>
    request(schema, "/third-party-credentials", { method: "POST", body }),
  gcTime: 0,
  meta: { invalidates: [queryKeys.thirdPartyCredentials] },
});

/** Renames a credential, or replaces its key after the provider has accepted the new one. */
export const updateThirdPartyCredential = (id: string) =>
  mutationOptions({
    mutationFn: (body: z.output<typeof updateThirdPartyCredentialSchema>) =>
      request(schema, `/third-party-credentials/${id}`, { method: "PATCH", body }),
    gcTime: 0,
    meta: { invalidates: [queryKeys.thirdPartyCredentials, queryKeys.allRotatingSecrets] },
  });

/** Asks the provider whether it still accepts the key. The response has the credential's current state. */
export const testThirdPartyCredential = (id: string) =>
  mutationOptions({
    mutationFn: () => request(schema, `/third-party-credentials/${id}/test`, { method: "POST" }),
    meta: { invalidates: [queryKeys.thirdPartyCredentials] },
  });

/** Refused with `in_use` while a rotating secret uses it. */
export const deleteThirdPartyCredential = (id: string) =>
  mutationOptions({
    mutationFn: () => act(`/third-party-credentials/${id}`, { method: "DELETE" }),
    meta: { invalidates: [queryKeys.thirdPartyCredentials] },
  });

/**
 * Every active project that the credential may use, read from the provider each time. With `all`, every
 * project that its admin key can see. Without a credential, no request is sent.
 */
export const projectsQuery = (credentialId: string | null, { all }: { all: boolean } = { all: false }) =>
  queryOptions({
    queryKey: [...queryKeys.projects(credentialId ?? ""), all],
    queryFn: ({ signal }) =>
      request(
        async () => (await schemas()).projectListSchema,
        `/third-party-credentials/${credentialId ?? ""}/openai/projects${all ? "?all=true" : ""}`,
        { signal },
      ),
    select: ({ projects }): Project[] => projects,
    enabled: credentialId !== null && credentialId !== "",
    staleTime: 0,
    retry: false,
  });
