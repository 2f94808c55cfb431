import { keepPreviousData, mutationOptions, queryOptions } from "@tanstack/react-query";
import type * as z from "zod";
import type {
  createSecretSchema,
  foundSecretsSchema,
  importedSecretsSchema,
  importSecretsSchema,
  SecretRow,
  updateSecretSchema,
} from "@/lib/api/secrets";
import { act, ApiError, request } from "./fetcher";
import { listInterval, wholeList } from "./pages";
import { queryKeys } from "./query-keys";

const schemas = () => import("@/lib/api/secrets");

/** The rows of an environment, without values. */
export const secretRowsQuery = (environmentId: string) =>
  queryOptions({
    queryKey: queryKeys.secretRows(environmentId),
    queryFn: ({ signal }) =>
      wholeList(
        async () => (await schemas()).secretRowListSchema,
        `/environments/${environmentId}/secret-rows`,
        "secrets",
        signal,
      ),
    select: ({ secrets }): SecretRow[] => secrets,
    refetchInterval: ({ state }) => listInterval(state.data?.secrets.length),
  });

export type FoundSecrets = z.infer<typeof foundSecretsSchema>["secrets"];

/**
 * Rows of every environment that match the words of `search`, without values. Sends no request before
 * something is typed.
 */
export const foundSecretsQuery = (search: string) =>
  queryOptions({
    queryKey: queryKeys.foundSecrets(search),
    queryFn: ({ signal }) =>
      request(
        async () => (await schemas()).foundSecretsSchema,
        `/secrets?${new URLSearchParams({ search })}`,
        { signal },
      ),
    select: ({ secrets }): FoundSecrets => secrets,
    enabled: search !== "",
    placeholderData: keepPreviousData,
  });

/** Reads one value. Only the caller gets the response, and no cache keeps it. */
export async function revealSecret(secretId: string): Promise<string> {
  const schema = async () => (await schemas()).revealedSecretSchema;
  return (await request(schema, `/secrets/${secretId}/reveal`, { method: "POST" })).value;
}

/**
 * All values of an environment as text. No cache keeps them. @throws ApiError also if the format can't
 * represent a value
 */
export async function exportSecrets(environmentId: string, format: "dotenv" | "json"): Promise<string> {
  const schema = async () => (await schemas()).secretListSchema;
  const { secrets } = await request(schema, `/environments/${environmentId}/secrets`);
  const { formatValues, UnwritableValueError } = await import("@/lib/formats/write-values");
  try {
    return formatValues(Object.fromEntries(secrets.map(({ key, value }) => [key, value])), format);
  } catch (error) {
    if (error instanceof UnwritableValueError) throw new ApiError("invalid_input", error.message, 422);
    throw error;
  }
}

export const createSecret = (environmentId: string) =>
  mutationOptions({
    mutationFn: (body: z.output<typeof createSecretSchema>) =>
      request(async () => (await schemas()).secretRowSchema, `/environments/${environmentId}/secrets`, {
        method: "POST",
        body,
      }),
    meta: { invalidates: [queryKeys.secretRows(environmentId)] },
  });

export const updateSecret = (environmentId: string, secretId: string) =>
  mutationOptions({
    mutationFn: (body: z.output<typeof updateSecretSchema>) =>
      request(async () => (await schemas()).secretRowSchema, `/secrets/${secretId}`, {
        method: "PATCH",
        body,
      }),
    meta: {
      invalidates: [queryKeys.secretRows(environmentId), queryKeys.rotatingSecrets(environmentId)],
    },
  });

export const deleteSecret = (environmentId: string, secretId: string) =>
  mutationOptions({
    mutationFn: () => act(`/secrets/${secretId}`, { method: "DELETE" }),
    meta: { invalidates: [queryKeys.secretRows(environmentId)] },
  });

export type ImportedSecrets = z.output<typeof importedSecretsSchema>;
export type ImportSecrets = z.output<typeof importSecretsSchema>;

/** Imports the lines of a .env text as static secrets. */
export const importSecrets = (environmentId: string) =>
  mutationOptions({
    mutationFn: (body: ImportSecrets) =>
      request(
        async () => (await schemas()).importedSecretsSchema,
        `/environments/${environmentId}/secrets/import`,
        { method: "POST", body },
      ),
    meta: { invalidates: [queryKeys.secretRows(environmentId)] },
  });
