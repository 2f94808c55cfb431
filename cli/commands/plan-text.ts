/** Writes a plan as text for people. */
import { CONFIGURATION_KINDS } from "@/lib/lists/configuration-kinds";
import type { PlanStep } from "./plan";

const SIGNS: Readonly<Record<string, string>> = { create: "+", change: "~", delete: "-" };

export function stepTitle({ action, kind, name }: Pick<PlanStep, "action" | "kind" | "name">): string {
  return `${SIGNS[action] ?? "?"} ${wordsOf(kind)} ${name}`;
}

/** A kind that only a later server knows is shown unchanged. */
function wordsOf(kind: string): string {
  return Object.entries(CONFIGURATION_KINDS).find(([known]) => known === kind)?.[1] ?? kind;
}

export function planText(steps: readonly PlanStep[]): string {
  if (steps.length === 0) return "Nothing to change.";
  const count = (wanted: string) => steps.filter(({ action }) => action === wanted).length;
  const sum = `${count("create")} to create, ${count("change")} to change, ${count("delete")} to delete.`;
  return [...steps.flatMap(stepLines), "", sum].join("\n");
}

function stepLines(step: PlanStep): string[] {
  const changes = step.changes.map(
    ({ field, before, after }) => `    ${field}: ${changeText(before, after)}`,
  );
  const effect = step.effect === null ? [] : [`    ${step.effect}`];
  return [stepTitle(step), ...changes, ...effect];
}

function changeText(before: string | null, after: string | null): string {
  const [was, is] = [oneLine(before), oneLine(after)];
  return before === null ? is : `${was} → ${is}`;
}

/** A value in quotes if it is empty or would begin another line of the plan. */
function oneLine(value: string | null): string {
  if (value === null) return "(none)";
  return value === "" || value.includes("\n") ? JSON.stringify(value) : value;
}

/** "2 rotating secrets, 1 app" */
export function counted(steps: readonly PlanStep[]): string {
  const kinds = [...new Set(steps.map(({ kind }) => kind))];
  return kinds
    .map((kind) => {
      const count = steps.filter((step) => step.kind === kind).length;
      return `${count} ${wordsOf(kind)}${count === 1 ? "" : "s"}`;
    })
    .join(", ");
}
