import { v7 as uuidv7 } from "uuid";
import type { CreateWebhook, WebhookWithSecret } from "@/lib/api/webhooks";
import { recordAudit } from "@/lib/audit-log/record-audit";
import { authorise } from "@/lib/access/permissions";
import { actorLabel, type Ctx } from "@/lib/access/context";
import { webhookUrlPlace } from "@/lib/crypto/places";
import { seal } from "@/lib/crypto/sealed";
import { refuseTakenName } from "@/lib/database/refuse-duplicate";
import { storedLabels } from "@/lib/formats/labels";
import { DomainError } from "@/lib/errors";
import { assertUnsealed } from "@/lib/instance/instance";
import { SHOWN_WITH } from "./find-webhook";
import { insertWebhookSecret } from "./insert-webhook-secret";
import { showWebhook } from "./show-webhook";

/** Every event is sent to every webhook, so a larger number is a mistake. */
const MOST_WEBHOOKS = 50;

/**
 * Only this response ever contains the signing secret. Throws `name_exists`, and `conflict` if there are too
 * many webhooks.
 */
export async function createWebhook(ctx: Ctx, input: CreateWebhook): Promise<WebhookWithSecret> {
  authorise(ctx.actor, "webhooks:manage");
  await assertUnsealed(ctx);
  const { organisationId } = ctx.actor;
  const id = uuidv7();
  const envelope = await seal(ctx.keyring, webhookUrlPlace(id, organisationId), input.url);
  const { name, format } = input;
  const labels = storedLabels(input.labels ?? {});
  const { row, secret } = await refuseTakenName("webhook", name, () =>
    ctx.db.$transaction(async (tx) => {
      if ((await tx.webhookEndpoint.count({ where: { organisationId } })) >= MOST_WEBHOOKS) {
        throw new DomainError("conflict", `At most ${MOST_WEBHOOKS} webhooks are allowed. Delete one first.`);
      }
      const types = [...new Set(input.types)];
      const createdBy = actorLabel(ctx.actor);
      await tx.webhookEndpoint.create({
        data: { id, organisationId, name, labels, envelope, format, types, createdBy },
      });
      const secret = await insertWebhookSecret(tx, ctx, { id, organisationId });
      const detail = { format, types: types.join(" ") };
      await recordAudit(tx, ctx, "webhook.created", { id, name }, detail);
      const row = await tx.webhookEndpoint.findUniqueOrThrow({ where: { id }, include: SHOWN_WITH });
      return { row, secret };
    }),
  );
  return { ...(await showWebhook(ctx, row)), secret };
}
