import * as z from "zod";
import { pathIdSchema } from "@/lib/api/common";
import { isSeenSecret } from "@/lib/access/reach-in-sql";
import { actorId } from "@/lib/access/context";
import { findEnvironment } from "@/lib/apps/find-environment";
import { actorNow } from "@/lib/http/request-actor";
import { env } from "@/lib/settings/env";
import { route } from "@/lib/http/handle";
import { changeFeed } from "@/lib/live/change-feed";
import { countOpenRequest } from "@/lib/live/open-requests";
import { secretStream } from "@/lib/live/secret-stream";

export const GET = route(
  {
    summary:
      "Stream server-sent events: `change` whenever a value may have changed, with the names of the keys. Resumes after Last-Event-ID",
    params: pathIdSchema,
    status: 200,
    otherAnswers: {
      200: {
        description:
          "An endless stream. The data of an event is `{environmentId, version, keys}`: the ID to resume after, and the names of the keys that were changed, added or removed. The first event of a stream names all keys.",
        mediaTypes: { "text/event-stream": z.string() },
      },
    },
  },
  async ({ ctx, params, request }) => {
    await findEnvironment(ctx, params.id, "secrets:read");
    // Checks the request's credentials again: they may be revoked or expired, or have fewer permissions by
    // now.
    const checkAccess = async () => {
      const actor = await actorNow(ctx.db, request);
      await findEnvironment({ db: ctx.db, actor }, params.id, "secrets:read");
    };
    const ended = countOpenRequest(actorId(ctx.actor));
    const body = secretStream({
      db: ctx.db,
      feed: changeFeed(env().databaseUrl),
      watched: { environmentId: params.id, isSeen: isSeenSecret(ctx.actor) },
      checkAccess,
      lastEventId: request.headers.get("last-event-id"),
      ended,
      signal: request.signal,
    });
    // Compression or a proxy's buffer would delay events.
    const headers = {
      "content-type": "text/event-stream",
      "cache-control": "no-store, no-transform",
      "x-accel-buffering": "no",
    };
    return new Response(body, { headers });
  },
);
