/** A value in the form of a table cell. */
export function cell(value: unknown): string {
  if (value === null || value === undefined) return "";
  if (Array.isArray(value)) return value.map(cell).join(", ");
  return typeof value === "string" ? value : JSON.stringify(value);
}
