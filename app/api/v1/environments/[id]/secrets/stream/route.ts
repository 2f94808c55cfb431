import { pathIdSchema } from "@/lib/api/common";
import { findEnvironment } from "@/lib/apps/find-environment";
import { env } from "@/lib/env";
import { route } from "@/lib/http/handle";
import { changeFeed } from "@/lib/live/change-feed";
import { secretStream } from "@/lib/live/secret-stream";

export const GET = route(
  {
    summary: "Server-sent events: `change` whenever a value may have changed. Resumes after Last-Event-ID.",
    params: pathIdSchema,
  },
  async ({ ctx, params, request }) => {
    await findEnvironment(ctx, params.id, "secrets:read");
    const body = secretStream({
      db: ctx.db,
      feed: changeFeed(env().databaseUrl),
      environmentId: params.id,
      lastEventId: request.headers.get("last-event-id"),
      signal: request.signal,
    });
    // Compression, and a proxy's buffer, would hold events back.
    const headers = {
      "content-type": "text/event-stream",
      "cache-control": "no-store, no-transform",
      "x-accel-buffering": "no",
    };
    return new Response(body, { headers });
  },
);
