import * as z from "zod";
import type { eventPageSchema, eventQuerySchema } from "@/lib/api/rotating-secrets";
import { storedNames } from "@/lib/lists/events";
import { may } from "@/lib/access/permissions";
import { seesKey } from "@/lib/access/reach";
import { hiddenChange } from "@/lib/audit-log/changes";
import type { Actor, Ctx } from "@/lib/access/context";
import { findRotatingSecret } from "./find-rotating-secret";

type Input = { id: string } & z.output<typeof eventQuerySchema>;

/** Newest first. `cursor` is the ID of the previous page's last event. */
export async function listEvents(ctx: Ctx, input: Input): Promise<z.input<typeof eventPageSchema>> {
  const { id } = await findRotatingSecret(ctx, input.id, "read", { deletedToo: true });
  const { cursor, type, since, until } = input;
  const rows = await ctx.db.event.findMany({
    where: {
      rotatingSecretId: id,
      ...(cursor === undefined ? {} : { id: { lt: cursor } }),
      ...(type === undefined ? {} : { type: { in: storedNames(type) } }),
      at: { ...(since === undefined ? {} : { gte: since }), ...(until === undefined ? {} : { lt: until }) },
    },
    orderBy: { id: "desc" },
    take: input.limit + 1,
  });
  // A caller who can't see members can't see their emails and IP addresses either.
  const mayKnow = may(ctx.actor, "members:read");
  const page = rows.slice(0, input.limit);
  return {
    events: page.map(({ rotatingSecretId: _, at, detail, ...event }) => ({
      ...event,
      actor: mayKnow ? event.actor : event.actor.replace(/^user:.*/s, "user"),
      at: at.toISOString(),
      detail: shownDetail(ctx.actor, detail),
    })),
    nextCursor: rows.length > input.limit ? (page.at(-1)?.id ?? null) : null,
  };
}

const changesSchema = z.array(z.looseObject({ field: z.string() }));

/** Hides keys that the actor can't see, because an output may have had such a key earlier. */
function shownDetail(actor: Actor, detail: unknown): Record<string, unknown> {
  if (typeof detail !== "object" || detail === null || Array.isArray(detail)) return {};
  const shown: Record<string, unknown> = { ...detail };
  const changes = changesSchema.safeParse(shown["changes"]);
  if (!changes.success) return shown;
  const isHidden = (key: unknown) => typeof key === "string" && !seesKey(actor, key);
  return {
    ...shown,
    changes: changes.data.map((change) =>
      change.field.startsWith("outputs.") && (isHidden(change["before"]) || isHidden(change["after"]))
        ? hiddenChange(change.field)
        : change,
    ),
  };
}
