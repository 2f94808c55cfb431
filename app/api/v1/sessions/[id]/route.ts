import { pathIdSchema } from "@/lib/api/common";
import { route } from "@/lib/http/handle";
import { endSession } from "@/lib/sessions/end-session";

export const DELETE = route(
  { summary: "End a session", params: pathIdSchema },
  async ({ ctx, params }) => await endSession(ctx, params),
);
