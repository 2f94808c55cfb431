import { useMutation } from "@tanstack/react-query";
import * as z from "zod";
import { request } from "./fetcher";
import { useRotationChanged } from "./rotation-changes";

/** Gives up an owed revocation; the reason goes into the events. */
export function useForgetCredential(environmentId: string, rotatingSecretId: string, credentialId: string) {
  const changed = useRotationChanged(environmentId);
  return useMutation({
    mutationFn: (body: { reason: string }) =>
      request(z.unknown(), `/rotating-secrets/${rotatingSecretId}/credentials/${credentialId}/forget`, {
        method: "POST",
        body,
      }),
    onSettled: changed,
  });
}
