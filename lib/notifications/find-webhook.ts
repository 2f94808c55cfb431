import { authorise } from "@/lib/access/permissions";
import type { Ctx } from "@/lib/access/context";
import { notFound } from "@/lib/errors";
import type { Prisma } from "@/lib/generated/prisma/client";

export const SHOWN_WITH = {
  secrets: { select: { expiresAt: true } },
} satisfies Prisma.WebhookEndpointInclude;
export type WebhookRow = Prisma.WebhookEndpointGetPayload<{ include: typeof SHOWN_WITH }>;

/** A webhook of the actor's organisation. Throws `not_found`, `forbidden`. */
export async function findWebhook(ctx: Pick<Ctx, "db" | "actor">, id: string): Promise<WebhookRow> {
  authorise(ctx.actor, "webhooks:manage");
  const row = await ctx.db.webhookEndpoint.findFirst({
    where: { id, organisationId: ctx.actor.organisationId },
    include: SHOWN_WITH,
  });
  if (row === null) throw notFound("webhook");
  return row;
}
