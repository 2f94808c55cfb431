import { listQuerySchema } from "@/lib/api/common";
import { sessionListSchema } from "@/lib/api/sessions";
import { route } from "@/lib/http/handle";
import { pageOf } from "@/lib/requests/page";
import { endOtherSessions } from "@/lib/sessions/end-other-sessions";
import { listSessions } from "@/lib/sessions/list-sessions";

export const GET = route(
  { summary: "List your sessions", query: listQuerySchema, answer: sessionListSchema },
  async ({ ctx, query }) => {
    const { page, nextCursor } = pageOf(await listSessions(ctx), query);
    return { sessions: page, nextCursor };
  },
);

export const DELETE = route(
  { summary: "End your other sessions" },
  async ({ ctx }) => await endOtherSessions(ctx),
);
