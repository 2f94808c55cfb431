import { pathIdSchema } from "@/lib/api/common";
import { invitationSchema } from "@/lib/api/members";
import { route } from "@/lib/http/handle";
import { inviteMember } from "@/lib/members/invite-member";
import { inviting } from "@/lib/members/send-invitation";
import { withdrawInvitation } from "@/lib/members/withdraw-invitation";

export const POST = route(
  {
    summary: "Makes a link by which a member chooses a password, in place of an earlier link.",
    params: pathIdSchema,
    limit: "invite",
    answer: invitationSchema,
    status: 201,
  },
  async ({ ctx, params }) => await inviteMember(ctx, params, inviting(ctx)),
);

export const DELETE = route(
  { summary: "Withdraws a link that was not followed yet.", params: pathIdSchema },
  async ({ ctx, params }) => await withdrawInvitation(ctx, params),
);
