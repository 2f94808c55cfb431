import { editedTag } from "@/lib/requests/tags";
import { requireMatch } from "@/lib/requests/etag";
import type { Db, Tx } from "@/lib/db";
import { authorise } from "@/lib/access/permissions";
import type { Ctx } from "@/lib/access/context";
import { notFound } from "@/lib/errors";
import type { Prisma } from "@/lib/generated/prisma/client";

export const SHOWN_WITH = {
  secrets: { select: { expiresAt: true } },
} satisfies Prisma.WebhookEndpointInclude;
export type WebhookRow = Prisma.WebhookEndpointGetPayload<{ include: typeof SHOWN_WITH }>;

/** A webhook of the actor's organisation. Throws `not_found`, `forbidden`. */
export async function findWebhook(
  ctx: Pick<Ctx, "actor"> & { db: Db | Tx },
  id: string,
): Promise<WebhookRow> {
  authorise(ctx.actor, "webhooks:manage");
  const row = await ctx.db.webhookEndpoint.findFirst({
    where: { id, organisationId: ctx.actor.organisationId },
    include: SHOWN_WITH,
  });
  if (row === null) throw notFound("webhook");
  return row;
}

/** The same, locked until the transaction ends. Also throws `precondition_failed`. */
export async function holdWebhook(
  ctx: Pick<Ctx, "actor" | "ifMatch">,
  tx: Tx,
  id: string,
): Promise<WebhookRow> {
  await tx.$queryRaw`SELECT 1 FROM webhook_endpoint WHERE id = ${id}::uuid FOR UPDATE`;
  const row = await findWebhook({ ...ctx, db: tx }, id);
  requireMatch(ctx, editedTag(row));
  return row;
}
