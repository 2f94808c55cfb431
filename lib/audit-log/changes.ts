/** The changes of an edit, for its audit entry: each field's value before and after, unless it is secret. */
export type Change = {
  field: string;
  before: string | number | boolean | null;
  after: string | number | boolean | null;
};

/** A field whose values must not be recorded: only that it changed. */
export function hiddenChange(field: string): { field: string; changed: true } {
  return { field, changed: true };
}

type Fields = Record<string, Change["before"] | undefined>;

/** The fields whose values differ. A missing one counts as null. */
export function changesBetween(before: Fields, after: Fields): Change[] {
  const fields = [...new Set([...Object.keys(before), ...Object.keys(after)])];
  return fields.flatMap((field) => {
    const change = { field, before: before[field] ?? null, after: after[field] ?? null };
    return change.before === change.after ? [] : [change];
  });
}
