import { listQuerySchema } from "@/lib/api/common";
import { sessionListSchema } from "@/lib/api/sessions";
import { route } from "@/lib/http/handle";
import { pageOf } from "@/lib/http/page";
import { endOtherSessions } from "@/lib/sessions/end-other-sessions";
import { listSessions } from "@/lib/sessions/list-sessions";

export const GET = route(
  { summary: "One's own signed-in browsers.", query: listQuerySchema, answer: sessionListSchema },
  async ({ ctx, query }) => {
    const { page, nextCursor } = pageOf(await listSessions(ctx), query);
    return { sessions: page, nextCursor };
  },
);

export const DELETE = route(
  { summary: "Signs out every browser of one's own but this one." },
  async ({ ctx }) => await endOtherSessions(ctx),
);
