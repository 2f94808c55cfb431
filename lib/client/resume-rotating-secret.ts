import { useMutation } from "@tanstack/react-query";
import * as z from "zod";
import { request } from "./fetcher";
import { useRotationChanged } from "./rotation-changes";

export type ResumeWhen = "now" | "keep_schedule";

export function useResumeRotatingSecret(environmentId: string, id: string) {
  const changed = useRotationChanged(environmentId);
  return useMutation({
    mutationFn: (when: ResumeWhen) =>
      request(z.unknown(), `/rotating-secrets/${id}/resume`, { method: "POST", body: { when } }),
    onSettled: changed,
  });
}
