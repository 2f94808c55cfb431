import { mutationOptions } from "@tanstack/react-query";
import type { Setup } from "@/lib/api/setup";
import { act } from "./fetcher";
import { signIn } from "./sign-in";

/** Creates the owner account, once, and signs in with it. */
export const finishSetup = mutationOptions({
  mutationFn: async (body: Setup) => {
    await act("/setup", { method: "POST", body });
    await signIn(body.email, body.password);
  },
});
