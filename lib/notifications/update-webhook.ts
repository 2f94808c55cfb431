import type { UpdateWebhook, Webhook } from "@/lib/api/webhooks";
import { recordAudit } from "@/lib/audit-log/record-audit";
import { changesBetween, hiddenChange } from "@/lib/audit-log/changes";
import type { Ctx } from "@/lib/access/context";
import { webhookUrlPlace } from "@/lib/crypto/places";
import { seal } from "@/lib/crypto/sealed";
import { refuseTakenName } from "@/lib/database/refuse-duplicate";
import { databaseNow } from "@/lib/db";
import { labelFields, storedLabels } from "@/lib/formats/labels";
import { given } from "@/lib/formats/given";
import { findWebhook, holdWebhook, SHOWN_WITH, type WebhookRow } from "./find-webhook";
import { showWebhook } from "./show-webhook";

/** Queued deliveries go to the new URL. Turning a webhook off drops them. Throws `name_exists`. */
export async function updateWebhook(ctx: Ctx, input: { id: string } & UpdateWebhook): Promise<Webhook> {
  const { id, url, types, labels, ...rest } = input;
  const { organisationId } = await findWebhook(ctx, id);
  const envelope =
    url === undefined ? undefined : await seal(ctx.keyring, webhookUrlPlace(id, organisationId), url);
  const row = await refuseTakenName("webhook", input.name ?? "", () =>
    ctx.db.$transaction(async (tx) => {
      const before = await holdWebhook(ctx, tx, id);
      const updated = await tx.webhookEndpoint.update({
        where: { id },
        data: {
          ...given({
            ...rest,
            envelope,
            types: types && [...new Set(types)],
            labels: labels && storedLabels(labels),
          }),
          updatedAt: await databaseNow(tx),
        },
        include: SHOWN_WITH,
      });
      if (input.enabled === false) {
        await tx.delivery.updateMany({
          where: { endpointId: id, state: "pending" },
          data: { state: "failed", nextAttemptAt: null, lastError: "The webhook was turned off." },
        });
      }
      const changes = [
        ...changesBetween(editable(before), editable(updated)),
        ...(url === undefined ? [] : [hiddenChange("url")]),
      ];
      const subject = { id, name: updated.name };
      await recordAudit(tx, ctx, "webhook.updated", subject, { changes });
      return updated;
    }),
  );
  return await showWebhook(ctx, row);
}

function editable({ name, labels, enabled, types }: WebhookRow) {
  return { name, ...labelFields(labels), enabled, types: types.toSorted().join(", ") };
}
