import { meTag } from "@/lib/requests/tags";
import { meSchema, updateMeSchema } from "@/lib/api/me";
import { route } from "@/lib/http/handle";
import { readMe } from "@/lib/members/read-me";
import { updateMe } from "@/lib/members/update-me";

export const GET = route(
  { summary: "Get the current user or token", answer: meSchema, tag: meTag },
  async ({ ctx }) => await readMe(ctx),
);

export const PATCH = route(
  {
    summary: "Change your name or password",
    body: updateMeSchema,
    answer: meSchema,
    tag: meTag,
    ifMatch: true,
    current: async ({ ctx }) => await readMe(ctx),
  },
  async ({ ctx, body }) => await updateMe(ctx, body),
);
