/** A step of a plan: what people read about it, and the command that does it. */
import type { Action } from "@/lib/access/permissions";
import type { ShownStep } from "@/lib/api/configuration";
import type { Labels } from "@/lib/api/labels";
import type { EngineCtx } from "@/lib/rotation/services";

/** What steps need besides the caller: the texts of references, and what was asked of the provider before. */
export type Run = {
  ctx: EngineCtx;
  values: Readonly<Record<string, string>>;
  /** The ID of a project that is called by its ID or name. Throws `project_not_found`, `conflict`. */
  projectId(credentialId: string, project: string): Promise<string>;
};

export type Step = ShownStep & {
  /** Where it falls in the order of steps. */
  stage: Stage;
  /** What the caller must be allowed to do. No environment: in general, as one that doesn't exist yet needs. */
  right: { action: Action; environmentId?: string };
  /** The reference whose text it needs. */
  needed?: string;
  /** Checks what the command would refuse, as far as that can be known before the first change. */
  check?(run: Run): Promise<void>;
  /** Does it. Returns a text that is shown only once. */
  perform(run: Run): Promise<string | null>;
};

/**
 * What others need comes first, and what others still use goes last. A third-party credential's limits are narrowed once no
 * rotating secret is outside of them.
 */
export const STAGES = [
  "apps",
  "environments",
  "order",
  "credentials",
  "edited rotating secrets",
  "new rotating secrets",
  "narrowed credentials",
  "service tokens",
  "webhooks",
  "deleted webhooks",
  "deleted service tokens",
  "deleted rotating secrets",
  "deleted environments",
  "deleted apps",
  "deleted credentials",
] as const;
export type Stage = (typeof STAGES)[number];

/** Fields as people read them. Undefined: not the file's business. */
export type Fields = Readonly<Record<string, string | null | undefined>>;

export type Changes = ShownStep["changes"];

/** The fields that the file has otherwise than what exists. Null before: a new item. */
export function changesTo(before: Fields | null, wanted: Fields): Changes {
  return Object.entries(wanted).flatMap(([field, after]) => {
    const was = before?.[field] ?? null;
    return after === undefined || after === was ? [] : [{ field, before: was, after }];
  });
}

/** Labels as fields. One that `before` has besides is removed. */
export function labelFields(labels: Labels, before: Labels = {}): Fields {
  const names = [...new Set([...Object.keys(before), ...Object.keys(labels)])].toSorted(byText);
  return Object.fromEntries(
    names.map((name) => [`labels.${name}`, Object.hasOwn(labels, name) ? labels[name] : null]),
  );
}

/** Whether a change is one of a label. */
export const isLabel = ({ field }: Pick<Changes[number], "field">) => field.startsWith("labels.");

export const HIDDEN = "(hidden)";

/** For sorting: the same on every machine, whatever its language. */
const byText = (one: string, other: string) => (one < other ? -1 : one > other ? 1 : 0);

/** A list as one text, from which the items could be told again. */
export const joined = (items: readonly string[]) =>
  items.map((item) => (/[",]|^all$/.test(item) ? JSON.stringify(item) : item)).join(", ");

/** A set of what is allowed. Empty: everything. */
export const listed = (items: readonly string[]) =>
  items.length === 0 ? "all" : joined(items.toSorted(byText));

/** For steps that delete. */
export function deletion(
  step: Pick<Step, "kind" | "name" | "stage" | "right" | "perform"> & { effect: string | null },
): Step {
  return { action: "delete", changes: [], showsText: false, ...step };
}
