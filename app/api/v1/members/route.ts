import { memberTag } from "@/lib/requests/tags";
import { listQuerySchema } from "@/lib/api/common";
import { addedMemberSchema, createMemberSchema, memberListSchema } from "@/lib/api/members";
import { route } from "@/lib/http/handle";
import { createMember } from "@/lib/members/create-member";
import { inviting } from "@/lib/members/send-invitation";
import { listMembers } from "@/lib/members/list-members";

export const GET = route(
  { summary: "List members", query: listQuerySchema, answer: memberListSchema },
  async ({ ctx, query }) => await listMembers(ctx, query),
);

export const POST = route(
  {
    summary:
      "Add a member. The response has a link with which they choose a password, unless Phase emailed it",
    limit: "invite",
    body: createMemberSchema,
    answer: addedMemberSchema,
    status: 201,
    location: ({ id }) => `/members/${id}`,
    tag: memberTag,
  },
  async ({ ctx, body }) => await createMember(ctx, body, inviting(ctx)),
);
