import { MutationCache, QueryClient, type QueryKey } from "@tanstack/react-query";
import { ApiError } from "./fetcher";
import { sessionHasEnded } from "./session-state";

const MAX_RETRIES = 2;
/** Before the first retry; before the second one twice as much. A failure is on the page within a second. */
const RETRY_MS = 250;

declare module "@tanstack/react-query" {
  interface Register {
    mutationMeta: {
      /** The beginnings of the keys of what may look otherwise afterwards, whether the change was made or refused. */
      invalidates?: readonly QueryKey[];
    };
  }
}

/** A refusal stays a refusal; only silence and the server's own faults are worth another try, and OpenAI's say when. */
function worthRetrying(failureCount: number, error: Error): boolean {
  if (failureCount >= MAX_RETRIES) return false;
  if (!(error instanceof ApiError) || error.code.startsWith("provider_")) return false;
  return error.status === 0 || error.status >= 500;
}

export function createQueryClient(): QueryClient {
  const client: QueryClient = new QueryClient({
    mutationCache: new MutationCache({
      // A change is done once what it changed is on the page.
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
