import { acceptedInvitationSchema, acceptInvitationSchema } from "@/lib/api/invitations";
import { route } from "@/lib/http/handle";
import { acceptInvitation } from "@/lib/members/accept-invitation";

export const POST = route(
  {
    summary: "Choose a password with an invitation link. The link works once",
    public: true,
    limit: "invitation",
    body: acceptInvitationSchema,
    answer: acceptedInvitationSchema,
  },
  async ({ ctx, body }) => await acceptInvitation(ctx, body),
);
