/** What an edit changed, for its audit entry: the value of each field before and after, unless it is secret. */
export type Change = {
  field: string;
  before: string | number | boolean | null;
  after: string | number | boolean | null;
};

/** Of a field whose values nobody is to see: that it was changed, not from what to what. */
export function hiddenChange(field: string): { field: string; changed: true } {
  return { field, changed: true };
}

type Fields = Record<string, Change["before"] | undefined>;

/** The fields whose values differ; one that is missing counts as null. */
export function changesBetween(before: Fields, after: Fields): Change[] {
  const fields = [...new Set([...Object.keys(before), ...Object.keys(after)])];
  return fields.flatMap((field) => {
    const change = { field, before: before[field] ?? null, after: after[field] ?? null };
    return change.before === change.after ? [] : [change];
  });
}
