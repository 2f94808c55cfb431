/** A plan as the server returns it. */
import { list, nullable, object, type Shaped, text, truth } from "../shape";

const change = object({ field: text, before: nullable(text), after: nullable(text) });
const STEP = {
  action: text,
  kind: text,
  name: text,
  changes: list(change),
  effect: nullable(text),
  showsText: truth,
};
export const plan = object({
  plan: text,
  steps: list(object(STEP)),
  needed: list(text),
  applied: list(object({ ...STEP, text: nullable(text) })),
});
export type Plan = Shaped<typeof plan>;
export type PlanStep = Plan["steps"][number];
