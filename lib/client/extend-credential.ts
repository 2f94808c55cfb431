import { useMutation } from "@tanstack/react-query";
import * as z from "zod";
import { request } from "./fetcher";
import { useRotationChanged } from "./rotation-changes";

/** Adds to what is left of a replaced credential's revocation delay. */
export function useExtendCredential(environmentId: string, rotatingSecretId: string, credentialId: string) {
  const changed = useRotationChanged(environmentId);
  return useMutation({
    mutationFn: (body: { seconds: number }) =>
      request(z.unknown(), `/rotating-secrets/${rotatingSecretId}/credentials/${credentialId}/extend`, {
        method: "POST",
        body,
      }),
    onSettled: changed,
  });
}
