// Apart from what creates them: a page that looks for them needs no schemas.
import { useMutationState, useQueryClient } from "@tanstack/react-query";
import type { CreateRotatingSecret } from "@/lib/api/rotating-secrets";

/** One that was sent and has not succeeded: under way, or failed. */
export type Creation = { id: number; body: CreateRotatingSecret; error: Error | null };

export const createKey = (environmentId: string) => ["create-rotating-secret", environmentId];

/** Those of this console's tab, also when the dialog that sent them is closed. */
export function useCreations(environmentId: string): readonly Creation[] {
  return useMutationState({
    filters: {
      mutationKey: createKey(environmentId),
      predicate: ({ state }) => state.status === "pending" || state.status === "error",
    },
    select: ({ mutationId, state }): Creation => ({
      id: mutationId,
      // The key above belongs to no other mutation.
      body: state.variables as CreateRotatingSecret,
      error: state.error,
    }),
  });
}

/** Forgets a failed one, by its id or by the very body that was sent. */
export function useForgetCreation(environmentId: string): (which: number | CreateRotatingSecret) => void {
  const client = useQueryClient();
  return (which) => {
    const cache = client.getMutationCache();
    const found = cache.find({
      mutationKey: createKey(environmentId),
      predicate: ({ mutationId, state }) => mutationId === which || state.variables === which,
    });
    if (found !== undefined && found.state.status !== "pending") cache.remove(found);
  };
}
