import { MutationCache, QueryClient, type QueryKey } from "@tanstack/react-query";
import { ApiError } from "./fetcher";
import { sessionHasEnded } from "./session-state";

const MAX_RETRIES = 2;
/** Delay before the first retry, doubled before the second. The page shows a failure within a second. */
const RETRY_MS = 250;

declare module "@tanstack/react-query" {
  interface Register {
    mutationMeta: {
      /** Prefixes of the keys of queries whose data may have changed, whether the mutation succeeded or was refused. */
      invalidates?: readonly QueryKey[];
    };
  }
}

/**
 * A refusal isn't retried. Only missing responses and the server's own faults are. OpenAI's faults say when
 * to retry.
 */
function worthRetrying(failureCount: number, error: Error): boolean {
  if (failureCount >= MAX_RETRIES) return false;
  if (!(error instanceof ApiError) || error.code.startsWith("provider_")) return false;
  return error.status === 0 || error.status >= 500;
}

export function createQueryClient(): QueryClient {
  const client: QueryClient = new QueryClient({
    mutationCache: new MutationCache({
      // A mutation is done once the page shows its effect.
      onSettled: (_data, _error, _variables, _onMutate, { meta }) =>
        Promise.all((meta?.invalidates ?? []).map((queryKey) => client.invalidateQueries({ queryKey }))),
    }),
    defaultOptions: {
      queries: {
        retry: worthRetrying,
        retryDelay: (failureCount) => RETRY_MS * 2 ** failureCount,
        staleTime: 1_000,
        enabled: () => !sessionHasEnded(),
        networkMode: "always",
        refetchIntervalInBackground: false,
      },
      mutations: { retry: false, networkMode: "always" },
    },
  });
  return client;
}
