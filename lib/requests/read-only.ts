/** Fields of a response that requests may not set. A GET response may be sent back with changes to the other fields. */
import { isDeepStrictEqual } from "node:util";
import type * as z from "zod";
import { fieldsAt } from "./field-names";

type Fields = Readonly<Record<string, unknown>>;
type Path = readonly string[];

function isObject(value: unknown): value is Fields {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** The paths of the fields in `sent` that only responses have. */
export function readOnlyFields(body: z.ZodType, answer: z.ZodType, sent: unknown, path: Path = []): Path[] {
  if (!isObject(sent)) return [];
  const [taken, shown] = [fieldsAt(body, path), fieldsAt(answer, path)];
  return Object.entries(sent).flatMap(([name, value]) => {
    const own = [...path, name];
    if (taken.includes(name)) return readOnlyFields(body, answer, value, own);
    return shown.includes(name) ? [own] : [];
  });
}

/** `sent` without those of `fields` that equal `shown`. */
export function withoutUnchanged(sent: unknown, shown: unknown, fields: readonly Path[]): unknown {
  if (!isObject(sent)) return sent;
  const entries = Object.entries(sent).flatMap(([name, value]) => {
    const within = fields.flatMap(([first, ...rest]) => (first === name ? [rest] : []));
    if (within.length === 0) return [[name, value]];
    const known = isObject(shown) ? shown[name] : undefined;
    if (!within.some((rest) => rest.length === 0)) return [[name, withoutUnchanged(value, known, within)]];
    return isDeepStrictEqual(value, known) ? [] : [[name, value]];
  });
  return Object.fromEntries(entries);
}
