import { createMemberSchema, memberListSchema, memberSchema } from "@/lib/api/members";
import { route } from "@/lib/http/handle";
import { createMember } from "@/lib/members/create-member";
import { listMembers } from "@/lib/members/list-members";

export const GET = route(
  { summary: "The people of the organisation.", answer: memberListSchema },
  async ({ ctx }) => ({ members: await listMembers(ctx) }),
);

export const POST = route(
  {
    summary: "Adds a person, with a first password to hand over.",
    body: createMemberSchema,
    answer: memberSchema,
    status: 201,
  },
  async ({ ctx, body }) => await createMember(ctx, body),
);
