import { meSchema, updateMeSchema } from "@/lib/api/me";
import { route } from "@/lib/http/handle";
import { readMe } from "@/lib/members/read-me";
import { updateMe } from "@/lib/members/update-me";

export const GET = route(
  { summary: "Who asks, and what they may do.", answer: meSchema },
  async ({ ctx }) => await readMe(ctx),
);

export const PATCH = route(
  { summary: "Changes one's own name or password.", body: updateMeSchema, answer: meSchema },
  async ({ ctx, body }) => await updateMe(ctx, body),
);
