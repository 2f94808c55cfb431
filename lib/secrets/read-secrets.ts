import { createHash } from "node:crypto";
import type * as z from "zod";
import type { secretSchema } from "@/lib/api/secrets";
import { authorise } from "@/lib/access/permissions";
import { recordInBatch } from "@/lib/audit-log/record-in-batch";
import { keysOf } from "@/lib/access/reach";
import type { Ctx } from "@/lib/access/context";
import { notFound } from "@/lib/errors";
import { noteReaders } from "./note-readers";
import { showRow } from "./show-row";
import { baseUrlOf, type EnvironmentValues, openRow, parseValues, readValues } from "./value-rows";

type OpenedSecret = z.infer<typeof secretSchema>;
export type ReadSecrets = {
  environmentId: string;
  /** Whether the caller already has the values of this tag. Left out: no caller has. */
  isKnown?: (tag: string) => boolean;
  /** The result of `environmentValues` for this environment and actor. Null if it wasn't read. */
  ahead?: string | null;
};
/** `secrets` is null if the caller already has these values. */
export type ReadAnswer = {
  tag: string;
  secrets: OpenedSecret[] | null;
  /**
   * The number of seconds for which a copy keeps working, even if its keys are rotated. Null if nothing in it
   * expires.
   */
  goodForSeconds: number | null;
};

/**
 * Returns every value of an environment that the caller can see, decrypted. The audit entry is written first. If the caller
 * already has the current tag, nothing is decrypted, recorded or returned.
 */
export async function readSecrets(ctx: Ctx, input: ReadSecrets): Promise<ReadAnswer> {
  const { environmentId, isKnown = () => false, ahead = null } = input;
  authorise(ctx.actor, "secrets:read", environmentId);
  const { organisationId } = ctx.actor;
  const found = ahead === null ? null : parseValues(ahead);
  const values =
    found ?? (await readValues(ctx.db, organisationId, environmentId, { keys: keysOf(ctx.actor) }));
  if (values === null) throw notFound("environment");
  const tag = tagOf(ctx, values);
  const { goodForSeconds } = values;
  if (isKnown(tag)) return { tag, secrets: null, goodForSeconds };
  // The rows are unchanged but a setting isn't: their URLs have changed.
  if (values.rows === null) return await readSecrets(ctx, { environmentId, isKnown });
  const { rows } = values;
  const subject = { id: values.id, name: `${values.appName} / ${values.name}` };
  await recordInBatch(ctx.db, ctx, "secret.read", subject, { keys: rows.length });
  const opened = await Promise.all(
    rows.map(async (row) => ({ row, value: await openRow(ctx, organisationId, row) })),
  );
  noteReaders(ctx, new Set(rows.flatMap(({ credentialId }) => credentialId ?? [])));
  // A row without a value at the moment is left out, because an empty value would be taken for a key.
  const secrets = opened.flatMap(({ row, value }) => (value === null ? [] : [{ ...showRow(row), value }]));
  return { tag, secrets, goodForSeconds };
}

/**
 * Changes whenever a value, a name or a row changes that the caller can see. A changed value has a new version or another
 * credential.
 */
function tagOf({ providers }: Ctx, { state, addressed }: EnvironmentValues): string {
  if (addressed.length === 0) return state;
  // A setting, which changes without a row.
  const addresses = JSON.stringify(addressed.map((row) => baseUrlOf(providers, row)));
  return `${state}.${createHash("sha256").update(addresses).digest("hex").slice(0, 16)}`;
}

/** The states in the tags of a header. */
export function statesIn(tags: string | null): string[] {
  return [...new Set(tags?.match(/[0-9a-f]{64}/g))];
}
