/**
 * Parses external data into its expected form. Elsewhere zod does this, but in the CLI it was half of the
 * file that people install.
 */

/** Returns the value as its type. Throws ShapeError. */
export type Shape<Value> = (value: unknown) => Value;
export type Shaped<Of> = Of extends Shape<infer Value> ? Value : never;

export class ShapeError extends Error {
  override readonly name = "ShapeError";
}

type Fields = Readonly<Record<string, unknown>>;

function typeOf<Value>(isOne: (value: unknown) => value is Value): Shape<Value> {
  return (value) => {
    if (isOne(value)) return value;
    throw new ShapeError("Unexpected content.");
  };
}

export const text = typeOf((value) => typeof value === "string");
export const integer = typeOf((value): value is number => Number.isSafeInteger(value));
export const truth = typeOf((value) => typeof value === "boolean");
/** Any fields. */
export const fields = typeOf(
  (value): value is Fields => typeof value === "object" && value !== null && !Array.isArray(value),
);

export function nullable<Value>(shape: Shape<Value>): Shape<Value | null> {
  return (value) => (value === null ? null : shape(value));
}

/** `otherwise` if it is left out. */
export function optional<Value, Otherwise>(
  shape: Shape<Value>,
  otherwise: Otherwise,
): Shape<Value | Otherwise> {
  return (value) => (value === undefined ? otherwise : shape(value));
}

export function list<Value>(shape: Shape<Value>): Shape<Value[]> {
  return (value) => {
    if (Array.isArray(value)) return value.map((item: unknown) => shape(item));
    throw new ShapeError("Not a list.");
  };
}

/** Without a prototype, because any text may be a name. */
export function record<Value>(shape: Shape<Value>): Shape<Record<string, Value>> {
  return (value) => {
    const found = Object.create(null) as Record<string, Value>;
    for (const [name, item] of Object.entries(fields(value))) found[name] = shape(item);
    return found;
  };
}

/** Only the named fields. New ones are for later versions. */
export function object<Shapes extends Readonly<Record<string, Shape<unknown>>>>(
  shapes: Shapes,
): Shape<{ [Name in keyof Shapes]: Shaped<Shapes[Name]> }> {
  return (value) => {
    const given = fields(value);
    const found = Object.entries(shapes).map(([name, shape]) => [
      name,
      shape(Object.hasOwn(given, name) ? given[name] : undefined),
    ]);
    // Object.fromEntries loses the names.
    return Object.fromEntries(found) as { [Name in keyof Shapes]: Shaped<Shapes[Name]> };
  };
}

/** Undefined if it isn't one. */
export function tryShape<Value>(shape: Shape<Value>, value: unknown): Value | undefined {
  try {
    return shape(value);
  } catch (error) {
    if (error instanceof ShapeError) return undefined;
    throw error;
  }
}
