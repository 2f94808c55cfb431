import { invitedPersonSchema, readInvitationSchema } from "@/lib/api/invitations";
import { route } from "@/lib/http/handle";
import { readInvitation } from "@/lib/members/accept-invitation";

// A POST, so that no URL contains the link's secret.
export const POST = route(
  {
    summary: "Get the member whose password an invitation link sets",
    public: true,
    limit: "invitation",
    body: readInvitationSchema,
    answer: invitedPersonSchema,
  },
  async ({ ctx, body }) => await readInvitation(ctx, body),
);
