import { invitedPersonSchema, readInvitationSchema } from "@/lib/api/invitations";
import { route } from "@/lib/http/handle";
import { readInvitation } from "@/lib/members/accept-invitation";

// A POST, so that the link's secret stands in no address.
export const POST = route(
  {
    summary: "Get whose password an invitation link sets",
    public: true,
    limit: "invitation",
    body: readInvitationSchema,
    answer: invitedPersonSchema,
  },
  async ({ ctx, body }) => await readInvitation(ctx, body),
);
