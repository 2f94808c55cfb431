import { sessionListSchema } from "@/lib/api/sessions";
import { route } from "@/lib/http/handle";
import { endOtherSessions } from "@/lib/sessions/end-other-sessions";
import { listSessions } from "@/lib/sessions/list-sessions";

export const GET = route(
  { summary: "One's own signed-in browsers.", answer: sessionListSchema },
  async ({ ctx }) => ({ sessions: await listSessions(ctx) }),
);

export const DELETE = route(
  { summary: "Signs out every browser of one's own but this one." },
  async ({ ctx }) => await endOtherSessions(ctx),
);
