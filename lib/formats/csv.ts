/**
 * CSV according to RFC 4180, made safe for spreadsheets, which treat text that begins with one of these characters as
 * a formula, some of them also with a full-width one.
 */
const FORMULA = /^[=+\-@\t\r\n＝＋－＠]/;

export function isFormula(text: string): boolean {
  return FORMULA.test(text);
}

function cell(value: string | number | null): string {
  if (value === null) return "";
  if (typeof value === "number") return String(value);
  const text = isFormula(value) ? `'${value}` : value;
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

/** One line, including its end. */
export function csvLine(values: readonly (string | number | null)[]): string {
  return `${values.map(cell).join(",")}\r\n`;
}
