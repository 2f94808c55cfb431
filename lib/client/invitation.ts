import { mutationOptions, queryOptions } from "@tanstack/react-query";
import type { AcceptInvitation } from "@/lib/api/invitations";
import { request } from "./fetcher";
import { queryKeys } from "./query-keys";
import { signIn } from "./sign-in";

const schemas = () => import("@/lib/api/invitations");

/** The member whose password the link sets. */
export const invitationQuery = (token: string | null) =>
  queryOptions({
    queryKey: queryKeys.invitation(token),
    queryFn: () =>
      request(async () => (await schemas()).invitedPersonSchema, "/invitations/read", {
        method: "POST",
        body: { token },
      }),
    enabled: token !== null,
    retry: false,
    staleTime: Infinity,
  });

/** Sets the password and signs in with it. */
export const acceptInvitation = mutationOptions({
  mutationFn: async (body: AcceptInvitation) => {
    const { email } = await request(
      async () => (await schemas()).acceptedInvitationSchema,
      "/invitations/accept",
      { method: "POST", body },
    );
    await signIn(email, body.password);
  },
});
