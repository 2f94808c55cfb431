// Separate from the code that creates rotating secrets: a page that looks for creations needs no schemas.
import { useMutationState, useQueryClient } from "@tanstack/react-query";
import type { CreateRotatingSecret } from "@/lib/api/rotating-secrets";

/** A creation that was sent and hasn't succeeded: in progress, or failed. */
export type Creation = { id: number; body: CreateRotatingSecret; error: Error | null };

export const createKey = (environmentId: string) => ["create-rotating-secret", environmentId];

/** The creations of this tab, even if the dialog that sent them is closed. */
export function useCreations(environmentId: string): readonly Creation[] {
  return useMutationState({
    filters: {
      mutationKey: createKey(environmentId),
      predicate: ({ state }) => state.status === "pending" || state.status === "error",
    },
    select: ({ mutationId, state }): Creation => ({
      id: mutationId,
      // No other mutation has the key above.
      body: state.variables as CreateRotatingSecret,
      error: state.error,
    }),
  });
}

/** Forgets a failed creation, by its ID or by the exact body that was sent. */
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
