import type { Configuration, DesiredWebhook } from "@/lib/api/configuration";
import { type Webhook, webhookUrlSchema } from "@/lib/api/webhooks";
import { given } from "@/lib/formats/given";
import { assertUnsealed } from "@/lib/instance/instance";
import { createWebhook } from "@/lib/notifications/create-webhook";
import { deleteWebhook } from "@/lib/notifications/delete-webhook";
import { updateWebhook } from "@/lib/notifications/update-webhook";
import type { State } from "./read-state";
import { changesTo, deletion, HIDDEN, isLabel, labelFields, listed, type Run, type Step } from "./step";
import { referenceName, textOf } from "./texts";

const RIGHT = { action: "webhooks:manage" } as const;

/** `replaced` names the webhooks whose stored URL differs from the one that was sent. */
export function planWebhooks(file: Configuration, state: State, replaced: ReadonlySet<string>): Step[] {
  return Object.entries(file.webhooks ?? {}).flatMap(([name, wanted]) => {
    const existing = state.webhooks.find((one) => one.name === name);
    if (existing === undefined) return [created(name, wanted)];
    const isMoved = typeof wanted.url === "string" ? wanted.url !== existing.url : replaced.has(name);
    return edited(existing, wanted, isMoved);
  });
}

const fieldsOf = ({ format, types, enabled }: Pick<Webhook, "format" | "types" | "enabled">) => ({
  format,
  types: listed([...new Set(types)]),
  enabled: String(enabled),
});

const urlOf = ({ url }: DesiredWebhook, { values }: Run) =>
  typeof url === "string" ? url : textOf(webhookUrlSchema, url, values);

/** The plan shows no URL, because anyone who knows it may be able to post there. */
function created(name: string, wanted: DesiredWebhook): Step {
  const { url, format, types, enabled } = wanted;
  return {
    action: "create",
    kind: "webhook",
    name,
    changes: changesTo(null, { ...labelFields(wanted.labels), url: HIDDEN, ...fieldsOf(wanted) }),
    effect: null,
    // Slack checks no signature, so a webhook to Slack has no signing secret to show.
    showsText: format === "standard",
    stage: "webhooks",
    right: RIGHT,
    ...(typeof url === "string" ? {} : { needed: referenceName(url) }),
    async check(run) {
      await assertUnsealed(run.ctx);
      urlOf(wanted, run);
    },
    async perform(run) {
      const { id, secret } = await createWebhook(run.ctx, {
        name,
        url: urlOf(wanted, run),
        format,
        types,
        labels: wanted.labels,
      });
      if (!enabled) await updateWebhook(run.ctx, { id, enabled });
      return format === "standard" ? secret : null;
    },
  };
}

function edited(existing: Webhook, wanted: DesiredWebhook, isMoved: boolean): Step[] {
  const changes = [
    ...changesTo(labelFields(existing.labels), labelFields(wanted.labels, existing.labels)),
    ...(isMoved ? [{ field: "url", before: HIDDEN, after: HIDDEN }] : []),
    ...changesTo(fieldsOf(existing), fieldsOf(wanted)),
  ];
  if (changes.length === 0) return [];
  const { id, name } = existing;
  const { url, format, types, enabled } = wanted;
  const isNew = (field: string) => changes.some((change) => change.field === field);
  return [
    {
      action: "change",
      kind: "webhook",
      name,
      changes,
      effect: isNew("enabled") && !enabled ? "Queued deliveries are dropped." : null,
      showsText: false,
      stage: "webhooks",
      right: RIGHT,
      ...(isMoved && typeof url !== "string" ? { needed: referenceName(url) } : {}),
      check(run) {
        if (isMoved) urlOf(wanted, run);
        return Promise.resolve();
      },
      async perform(run) {
        await updateWebhook(run.ctx, {
          id,
          ...given({
            labels: changes.some(isLabel) ? wanted.labels : undefined,
            url: isMoved ? urlOf(wanted, run) : undefined,
            format: isNew("format") ? format : undefined,
            types: isNew("types") ? types : undefined,
            enabled: isNew("enabled") ? enabled : undefined,
          }),
        });
        return null;
      },
    },
  ];
}

export function pruneWebhooks({ webhooks: kept }: Configuration, state: State): Step[] {
  if (kept === undefined) return [];
  return state.webhooks
    .filter(({ name }) => !Object.hasOwn(kept, name))
    .map(({ id, name }) =>
      deletion({
        kind: "webhook",
        name,
        effect: "Queued deliveries and the delivery log are deleted.",
        stage: "deleted webhooks",
        right: RIGHT,
        async perform({ ctx }) {
          await deleteWebhook(ctx, { id });
          return null;
        },
      }),
    );
}
