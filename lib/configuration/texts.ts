/** The texts to which references in the file refer. They appear in no plan, error, log or audit entry. */
import type * as z from "zod";
import type { Configuration, Reference } from "@/lib/api/configuration";
import { invalid } from "@/lib/requests/read-input";
import { openRootKey } from "@/lib/rotation/engine/root-key";
import type { EngineCtx } from "@/lib/rotation/services";
import type { State } from "./read-state";

export function referenceName(reference: Reference): string {
  return "env" in reference ? `env:${reference.env}` : `file:${reference.file}`;
}

/** The reference's text, checked by the schema. Throws `invalid_input`, which names the reference. */
export function textOf(
  schema: z.ZodType<string>,
  reference: Reference,
  values: Readonly<Record<string, string>>,
): string {
  const name = referenceName(reference);
  const parsed = schema.safeParse(Object.hasOwn(values, name) ? values[name] : undefined);
  if (parsed.success) return parsed.data;
  throw invalid([{ path: `values.${name}`, message: parsed.error.issues[0]?.message ?? "Not usable." }]);
}

/** The names of existing items whose stored text differs from their reference's, and the references whose text wasn't sent. */
export type Compared = {
  credentials: ReadonlySet<string>;
  webhooks: ReadonlySet<string>;
  missing: readonly string[];
};

export const NOT_COMPARED: Compared = { credentials: new Set(), webhooks: new Set(), missing: [] };

/** Decrypts and compares the stored texts, so that an identical one isn't replaced again by every apply. */
export async function compareTexts(
  ctx: EngineCtx,
  file: Configuration,
  state: State,
  values: Readonly<Record<string, string>>,
): Promise<Compared> {
  const missing: string[] = [];
  const credentials = new Set<string>();
  const webhooks = new Set<string>();
  const differs = async (reference: Reference, stored: () => Promise<string>): Promise<boolean> => {
    const name = referenceName(reference);
    const text = Object.hasOwn(values, name) ? values[name] : undefined;
    if (text === undefined) missing.push(name);
    return text !== undefined && text.trim() !== (await stored());
  };
  for (const [name, { adminApiKey }] of Object.entries(file.thirdPartyCredentials ?? {})) {
    const id = state.credentials.find((one) => one.name === name)?.id;
    if (id === undefined) continue;
    const stored = async () =>
      await openRootKey(ctx, await ctx.db.thirdPartyCredential.findUniqueOrThrow({ where: { id } }));
    if (await differs(adminApiKey, stored)) credentials.add(name);
  }
  for (const [name, { url }] of Object.entries(file.webhooks ?? {})) {
    const existing = state.webhooks.find((one) => one.name === name);
    if (existing === undefined || typeof url === "string") continue;
    if (await differs(url, () => Promise.resolve(existing.url))) webhooks.add(name);
  }
  return { credentials, webhooks, missing };
}
