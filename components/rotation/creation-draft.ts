/** The input for a rotating secret that isn't created yet, kept for the tab. It has names and times, and no secret. */
import * as z from "zod";
import { DEFAULT_NAME_TEMPLATE } from "@/lib/providers/account-names";
import { PROVIDER_NAMES } from "@/lib/providers/names";
import { DEFAULT_DELAY_SECONDS, DEFAULT_INTERVAL_SECONDS } from "./duration";
import type { FormInput } from "./rotating-secret-form";

const draftSchema = z.object({
  step: z.number().int().min(0).max(3),
  values: z.object({
    name: z.string(),
    description: z.string(),
    provider: z.enum(PROVIDER_NAMES),
    thirdPartyCredentialId: z.string(),
    config: z.object({
      projectId: z.string(),
      nameTemplate: z.string().catch(DEFAULT_NAME_TEMPLATE),
      keyLifetimeSeconds: z.number().nullable().catch(null),
    }),
    // JSON can't represent a field that isn't a number yet.
    rotationIntervalSeconds: z.number().catch(DEFAULT_INTERVAL_SECONDS),
    revocationDelaySeconds: z.number().catch(DEFAULT_DELAY_SECONDS),
    outputs: z.object({
      api_key: z.string(),
      key_id: z.string().optional(),
      service_account_id: z.string().optional(),
      base_url: z.string().optional(),
    }),
  }),
});

export type CreationDraft = { step: number; values: FormInput };

type Store = Pick<Storage, "getItem" | "setItem" | "removeItem">;

const keyOf = (environmentId: string) => `phase-new-rotating-secret:${environmentId}`;

export function readDraft(store: Store, environmentId: string): CreationDraft | null {
  const text = store.getItem(keyOf(environmentId));
  if (text === null) return null;
  try {
    return draftSchema.parse(JSON.parse(text));
  } catch {
    // From another version of the console.
    return null;
  }
}

export function keepDraft(store: Store, environmentId: string, draft: CreationDraft): void {
  try {
    store.setItem(keyOf(environmentId), JSON.stringify(draft));
  } catch {
    // The browser stores nothing, so the draft lives as long as the dialog.
  }
}

export function dropDraft(store: Store, environmentId: string): void {
  store.removeItem(keyOf(environmentId));
}
