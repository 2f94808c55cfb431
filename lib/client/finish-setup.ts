import { useMutation } from "@tanstack/react-query";
import { type Setup, setupDoneSchema } from "@/lib/api/setup";
import { request } from "./fetcher";
import { signIn } from "./sign-in";

/** Creates the owner account, once, and signs in with it. */
export function useFinishSetup() {
  return useMutation({
    mutationFn: async (body: Setup) => {
      await request(setupDoneSchema, "/setup", { method: "POST", body });
      await signIn(body.email, body.password);
    },
  });
}
