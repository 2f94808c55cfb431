import { useMutation } from "@tanstack/react-query";
import { type Setup, setupDoneSchema } from "@/lib/api/setup";
import { request } from "./fetcher";

/** Creates the owner account, once. */
export function useFinishSetup() {
  return useMutation({
    mutationFn: (body: Setup) => request(setupDoneSchema, "/setup", { method: "POST", body }),
  });
}
