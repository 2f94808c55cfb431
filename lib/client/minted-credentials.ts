import { mutationOptions, queryOptions } from "@tanstack/react-query";
import type { Reader } from "@/lib/api/readers";
import type { MintedCredential } from "@/lib/api/rotating-secrets";
import { act, request } from "./fetcher";
import { LIVE_INTERVAL_MS } from "./live";
import { changedByRotation, queryKeys } from "./query-keys";

const schemas = () => import("@/lib/api/rotating-secrets");

/** Every credential that a rotating secret ever minted, newest first. */
export const mintedCredentialsQuery = (rotatingSecretId: string) =>
  queryOptions({
    queryKey: queryKeys.mintedCredentials(rotatingSecretId),
    queryFn: ({ signal }) =>
      request(
        async () => (await schemas()).mintedCredentialListSchema,
        `/rotating-secrets/${rotatingSecretId}/credentials`,
        { signal },
      ),
    select: ({ credentials }): MintedCredential[] => credentials,
    refetchInterval: LIVE_INTERVAL_MS,
  });

/** The service tokens that have read a key, the first hundred of them. */
export const readersQuery = (rotatingSecretId: string) =>
  queryOptions({
    queryKey: queryKeys.readers(rotatingSecretId),
    queryFn: ({ signal }) =>
      request(
        async () => (await import("@/lib/api/readers")).readerListSchema,
        `/rotating-secrets/${rotatingSecretId}/readers`,
        { signal },
      ),
    select: ({ readers }): Reader[] => readers,
    refetchInterval: LIVE_INTERVAL_MS,
  });

export const revokeCredential = (environmentId: string, rotatingSecretId: string, credentialId: string) =>
  mutationOptions({
    mutationFn: () =>
      act(`/rotating-secrets/${rotatingSecretId}/credentials/${credentialId}/revoke`, { method: "POST" }),
    meta: { invalidates: changedByRotation(environmentId) },
  });

/** Adds time to the rest of a previous credential's revocation delay. */
export const extendCredential = (environmentId: string, rotatingSecretId: string, credentialId: string) =>
  mutationOptions({
    mutationFn: (body: { seconds: number }) =>
      act(`/rotating-secrets/${rotatingSecretId}/credentials/${credentialId}/extend`, {
        method: "POST",
        body,
      }),
    meta: { invalidates: changedByRotation(environmentId) },
  });

/** Gives up an outstanding revocation. The events record the reason. */
export const forgetCredential = (environmentId: string, rotatingSecretId: string, credentialId: string) =>
  mutationOptions({
    mutationFn: (body: { reason: string }) =>
      act(`/rotating-secrets/${rotatingSecretId}/credentials/${credentialId}/forget`, {
        method: "POST",
        body,
      }),
    meta: { invalidates: changedByRotation(environmentId) },
  });
