/** A step of a plan has a description for people and the command that performs it. */
import type { Action } from "@/lib/access/permissions";
import type { ShownStep } from "@/lib/api/configuration";
import type { Labels } from "@/lib/api/labels";
import type { EngineCtx } from "@/lib/rotation/services";

/** What steps need: the caller's context, the texts of references, and the provider's projects, which are listed only once. */
export type Run = {
  ctx: EngineCtx;
  values: Readonly<Record<string, string>>;
  /** The ID of the project with this ID or name. Throws `project_not_found`, or `conflict` if several match. */
  projectId(credentialId: string, project: string): Promise<string>;
};

export type Step = ShownStep & {
  /** The step's position in the order of STAGES. */
  stage: Stage;
  /**
   * What the caller must be allowed to do. Without `environmentId`, the caller needs the right in general, because the environment
   * may not exist yet.
   */
  right: { action: Action; environmentId?: string };
  /** The name of the reference whose text the step needs. */
  needed?: string;
  /** Throws what the command would refuse, as far as Phase can tell before the first change. */
  check?(run: Run): Promise<void>;
  /** Performs the step. Returns a text that is shown only once, or null. */
  perform(run: Run): Promise<string | null>;
};

/**
 * The order of the steps. What other steps need is created first, and what is still in use is deleted last. A third-party
 * credential's limits are narrowed once no rotating secret is outside of them.
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

/** Fields in the form that people read. Undefined if the file doesn't set the field. */
export type Fields = Readonly<Record<string, string | null | undefined>>;

export type Changes = ShownStep["changes"];

/** The fields in which the file differs from what exists. `before` is null for a new item. */
export function changesTo(before: Fields | null, wanted: Fields): Changes {
  return Object.entries(wanted).flatMap(([field, after]) => {
    const was = before?.[field] ?? null;
    return after === undefined || after === was ? [] : [{ field, before: was, after }];
  });
}

/** Labels as fields. A label that only `before` has is removed. */
export function labelFields(labels: Labels, before: Labels = {}): Fields {
  const names = [...new Set([...Object.keys(before), ...Object.keys(labels)])].toSorted(byText);
  return Object.fromEntries(
    names.map((name) => [`labels.${name}`, Object.hasOwn(labels, name) ? labels[name] : null]),
  );
}

/** Whether a change is to a label. */
export const isLabel = ({ field }: Pick<Changes[number], "field">) => field.startsWith("labels.");

export const HIDDEN = "(hidden)";

/** Compares texts for sorting. The order is the same on every machine, whatever its language. */
const byText = (one: string, other: string) => (one < other ? -1 : one > other ? 1 : 0);

/** A list as one text that is unambiguous. */
export const joined = (items: readonly string[]) =>
  items.map((item) => (/[",]|^all$/.test(item) ? JSON.stringify(item) : item)).join(", ");

/** A limit as one text. An empty list allows everything. */
export const listed = (items: readonly string[]) =>
  items.length === 0 ? "all" : joined(items.toSorted(byText));

/** A step that deletes. */
export function deletion(
  step: Pick<Step, "kind" | "name" | "stage" | "right" | "perform"> & { effect: string | null },
): Step {
  return { action: "delete", changes: [], showsText: false, ...step };
}
