import { listQuerySchema } from "@/lib/api/common";
import { createMemberSchema, memberListSchema, memberSchema } from "@/lib/api/members";
import { route } from "@/lib/http/handle";
import { pageOf } from "@/lib/http/page";
import { createMember } from "@/lib/members/create-member";
import { listMembers } from "@/lib/members/list-members";

export const GET = route(
  { summary: "The people of the organisation.", query: listQuerySchema, answer: memberListSchema },
  async ({ ctx, query }) => {
    const { page, nextCursor } = pageOf(await listMembers(ctx), query);
    return { members: page, nextCursor };
  },
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
