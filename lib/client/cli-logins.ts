import { mutationOptions } from "@tanstack/react-query";
import type * as z from "zod";
import type { approveCliLoginSchema } from "@/lib/api/cli-logins";
import { act, request } from "./fetcher";
import { queryKeys } from "./query-keys";

const schemas = () => import("@/lib/api/cli-logins");

/** The login that waits for approval with this code. */
export const readCliLogin = mutationOptions({
  mutationFn: (code: string) =>
    request(async () => (await schemas()).cliLoginSchema, "/cli-logins/read", {
      method: "POST",
      body: { code },
    }),
});

/** Makes the command line's token a service token. */
export const approveCliLogin = mutationOptions({
  mutationFn: (body: z.input<typeof approveCliLoginSchema>) =>
    act("/cli-logins/approve", { method: "POST", body }),
  meta: { invalidates: [queryKeys.serviceTokens] },
});

export const denyCliLogin = mutationOptions({
  mutationFn: (code: string) => act("/cli-logins/deny", { method: "POST", body: { code } }),
});
