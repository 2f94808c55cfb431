import { memberTag } from "@/lib/requests/tags";
import { pathIdSchema } from "@/lib/api/common";
import { memberSchema, updateMemberSchema } from "@/lib/api/members";
import { route } from "@/lib/http/handle";
import { getMember } from "@/lib/members/get-member";
import { removeMember } from "@/lib/members/remove-member";
import { updateMember } from "@/lib/members/update-member";

export const GET = route(
  { summary: "Get a member", params: pathIdSchema, answer: memberSchema, tag: memberTag },
  async ({ ctx, params }) => await getMember(ctx, params),
);

export const PATCH = route(
  {
    summary: "Change a member's role",
    params: pathIdSchema,
    body: updateMemberSchema,
    answer: memberSchema,
    tag: memberTag,
    ifMatch: true,
    current: async ({ ctx, params }) => await getMember(ctx, params),
  },
  async ({ ctx, params, body }) => await updateMember(ctx, { ...body, id: params.id }),
);

export const DELETE = route(
  { summary: "Remove a member", params: pathIdSchema, ifMatch: true },
  async ({ ctx, params }) => await removeMember(ctx, params),
);
