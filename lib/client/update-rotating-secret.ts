import { useMutation } from "@tanstack/react-query";
import { rotatingSecretSchema, type UpdateRotatingSecret } from "@/lib/api/rotating-secrets";
import { request } from "./fetcher";
import { useRotationChanged } from "./rotation-changes";

export function useUpdateRotatingSecret(environmentId: string, id: string) {
  const changed = useRotationChanged(environmentId);
  return useMutation({
    mutationFn: (body: UpdateRotatingSecret) =>
      request(rotatingSecretSchema, `/rotating-secrets/${id}`, { method: "PATCH", body }),
    onSettled: changed,
  });
}
