import { useMutation } from "@tanstack/react-query";
import * as z from "zod";
import { request } from "./fetcher";
import { useRotationChanged } from "./rotation-changes";

export type RotateMode = "graceful" | "break_glass";

export function useRotateRotatingSecret(environmentId: string, id: string) {
  const changed = useRotationChanged(environmentId);
  return useMutation({
    mutationFn: (mode: RotateMode) =>
      request(z.unknown(), `/rotating-secrets/${id}/rotate`, { method: "POST", body: { mode } }),
    onSettled: changed,
  });
}
