import { useMutation } from "@tanstack/react-query";
import * as z from "zod";
import { request } from "./fetcher";
import { useRotationChanged } from "./rotation-changes";

export function usePauseRotatingSecret(environmentId: string, id: string) {
  const changed = useRotationChanged(environmentId);
  return useMutation({
    mutationFn: () => request(z.unknown(), `/rotating-secrets/${id}/pause`, { method: "POST" }),
    onSettled: changed,
  });
}
