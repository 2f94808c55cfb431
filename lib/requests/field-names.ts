/** Which fields a schema knows, to suggest the intended one. */
import type * as z from "zod";

type Node = z.core.$ZodType;
type Def = {
  type: string;
  innerType?: Node;
  in?: Node;
  out?: Node;
  element?: Node;
  valueType?: Node;
  shape?: Record<string, Node>;
};

/** No field name is longer. */
const LONGEST = 60;

/** No schema has nearly this many wrappers. */
const DEEPEST = 20;

function unwrapped(schema: Node): Def {
  let def: Def = schema._zod.def;
  for (let depth = 0; depth < DEEPEST; depth++) {
    const isMade = def.type === "pipe" && (def.in?._zod.def.type as string) === "transform";
    const inner = def.innerType ?? (isMade ? def.out : def.in);
    if (inner === undefined) return def;
    def = inner._zod.def;
  }
  return def;
}

/** The names of the fields at this path. Empty if no object is there. */
export function fieldsAt(schema: Node, path: readonly PropertyKey[]): string[] {
  const { shape, element, valueType } = unwrapped(schema);
  const [first, ...rest] = path;
  if (first === undefined) return Object.keys(shape ?? {});
  const next = typeof first === "number" ? element : (valueType ?? shape?.[String(first)]);
  return next === undefined ? [] : fieldsAt(next, rest);
}

const letters = (name: string) => name.toLowerCase().replaceAll(/[^a-z0-9]/g, "");

/** The known name that was probably intended. Null if none is similar. */
export function nearest(name: string, known: readonly string[]): string | null {
  if (name.length > LONGEST) return null;
  const most = Math.max(1, Math.floor(name.length / 3));
  const [best] = known
    .map((other) => ({ other, far: distance(letters(name), letters(other)) }))
    .filter(({ far }) => far <= most)
    .sort((one, other) => one.far - other.far);
  return best?.other ?? null;
}

/** Letters to change, add, remove or swap with their neighbour. */
function distance(from: string, to: string): number {
  const rows = [Array.from({ length: to.length + 1 }, (_, index) => index)];
  for (let i = 1; i <= from.length; i++) {
    const row = [i];
    for (let j = 1; j <= to.length; j++) {
      const isSame = from[i - 1] === to[j - 1];
      const isSwapped = i > 1 && j > 1 && from[i - 1] === to[j - 2] && from[i - 2] === to[j - 1];
      const at = (up: number, back: number) => rows[i - up]?.[j - back] ?? 0;
      row[j] = Math.min(
        at(1, 0) + 1,
        (row[j - 1] ?? 0) + 1,
        at(1, 1) + (isSame ? 0 : 1),
        isSwapped ? at(2, 2) + 1 : Infinity,
      );
    }
    rows[i] = row;
  }
  return rows[from.length]?.[to.length] ?? Infinity;
}
