import { pathIdSchema } from "@/lib/api/common";
import { invitationSchema } from "@/lib/api/members";
import { route } from "@/lib/http/handle";
import { inviteMember } from "@/lib/members/invite-member";
import { inviting } from "@/lib/members/send-invitation";
import { withdrawInvitation } from "@/lib/members/withdraw-invitation";

export const POST = route(
  {
    summary: "Create a link with which a member chooses a password. Replaces an earlier link",
    params: pathIdSchema,
    limit: "invite",
    answer: invitationSchema,
    status: 201,
    // The member in the response says when it expires.
    location: (_, { id }) => `/members/${id}`,
  },
  async ({ ctx, params }) => await inviteMember(ctx, params, inviting(ctx)),
);

export const DELETE = route(
  { summary: "Withdraw an unused invitation link", params: pathIdSchema },
  async ({ ctx, params }) => await withdrawInvitation(ctx, params),
);
