import { createHash } from "node:crypto";
import type * as z from "zod";
import type { secretSchema } from "@/lib/api/secrets";
import { authorise } from "@/lib/access/permissions";
import { recordInBatch } from "@/lib/audit-log/record-in-batch";
import type { Ctx } from "@/lib/access/context";
import { notFound } from "@/lib/errors";
import { showRow } from "./show-row";
import { baseUrlOf, type EnvironmentValues, openRow, parseValues, readValues } from "./value-rows";

type OpenedSecret = z.infer<typeof secretSchema>;
export type ReadSecrets = {
  environmentId: string;
  /** Whether the caller holds the values of this tag. Nobody does when it is left out. */
  isKnown?: (tag: string) => boolean;
  /** What `environmentValues` gave for this environment and the actor's organisation; null where nobody has asked. */
  ahead?: string | null;
};
/** `secrets` is null where the caller holds these very values already. */
export type ReadAnswer = {
  tag: string;
  secrets: OpenedSecret[] | null;
  /** How long a copy certainly works, however soon its keys are rotated; null where nothing in it ends. */
  goodForSeconds: number | null;
};

/**
 * Every value of an environment, opened. The audit entry is written before the first one is.
 * A caller that names the current tag is told so and gets, opens and records nothing.
 */
export async function readSecrets(ctx: Ctx, input: ReadSecrets): Promise<ReadAnswer> {
  const { environmentId, isKnown = () => false, ahead = null } = input;
  authorise(ctx.actor, "secrets:read", environmentId);
  const { organisationId } = ctx.actor;
  const found = ahead === null ? null : parseValues(ahead);
  const values = found ?? (await readValues(ctx.db, organisationId, environmentId));
  if (values === null) throw notFound("environment");
  const tag = tagOf(ctx, values);
  const { goodForSeconds } = values;
  if (isKnown(tag)) return { tag, secrets: null, goodForSeconds };
  // The rows are as they were known, and a setting is not: their addresses have changed.
  if (values.rows === null) return await readSecrets(ctx, { environmentId, isKnown });
  const { rows } = values;
  const subject = { id: values.id, name: `${values.appName} / ${values.name}` };
  await recordInBatch(ctx.db, ctx, "secret.read", subject, { keys: rows.length });
  const opened = await Promise.all(
    rows.map(async (row) => ({ row, value: await openRow(ctx, organisationId, row) })),
  );
  // A row that has no value at the moment is left out: an empty one would be taken for a key.
  const secrets = opened.flatMap(({ row, value }) => (value === null ? [] : [{ ...showRow(row), value }]));
  return { tag, secrets, goodForSeconds };
}

/** Changes whenever a value, a name or a row does: a changed value has a new version or another credential. */
function tagOf({ providers }: Ctx, { state, addressed }: EnvironmentValues): string {
  if (addressed.length === 0) return state;
  // A setting: it changes without a row.
  const addresses = JSON.stringify(addressed.map((row) => baseUrlOf(providers, row)));
  return `${state}.${createHash("sha256").update(addresses).digest("hex").slice(0, 16)}`;
}

/** The states that tags name, wherever they stand in a header. */
export function statesIn(tags: string | null): string[] {
  return [...new Set(tags?.match(/[0-9a-f]{64}/g))];
}
