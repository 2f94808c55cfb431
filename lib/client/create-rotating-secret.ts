import { useMutation, useMutationState, useQueryClient } from "@tanstack/react-query";
import { type CreateRotatingSecret, rotatingSecretSchema } from "@/lib/api/rotating-secrets";
import { requestOnce } from "./request-once";
import { useRotationChanged } from "./rotation-changes";

/** One that was sent and has not succeeded: under way, or failed. */
export type Creation = { id: number; body: CreateRotatingSecret; error: Error | null };

const createKey = (environmentId: string) => ["create-rotating-secret", environmentId];

/** Creates a rotating secret; the answer comes after its first mint. */
export function useCreateRotatingSecret(environmentId: string) {
  const changed = useRotationChanged(environmentId);
  return useMutation({
    mutationKey: createKey(environmentId),
    // A failed one keeps what was typed until somebody has seen it.
    gcTime: Infinity,
    mutationFn: (body: CreateRotatingSecret) =>
      requestOnce(rotatingSecretSchema, `/environments/${environmentId}/rotating-secrets`, {
        method: "POST",
        body,
      }),
    onSettled: changed,
  });
}

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
