import { useMutation } from "@tanstack/react-query";
import { type CreateRotatingSecret, rotatingSecretSchema } from "@/lib/api/rotating-secrets";
import { createKey } from "./creations";
import { requestOnce } from "./request-once";
import { useRotationChanged } from "./rotation-changes";

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
