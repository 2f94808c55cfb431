import { useMutation } from "@tanstack/react-query";
import * as z from "zod";
import { request } from "./fetcher";
import { useRotationChanged } from "./rotation-changes";

export function useRevokeCredential(environmentId: string, rotatingSecretId: string, credentialId: string) {
  const changed = useRotationChanged(environmentId);
  return useMutation({
    mutationFn: () =>
      request(z.unknown(), `/rotating-secrets/${rotatingSecretId}/credentials/${credentialId}/revoke`, {
        method: "POST",
      }),
    onSettled: changed,
  });
}
