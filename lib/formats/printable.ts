// Control characters, marks that change the text direction, other invisible ones, and non-characters.
const INVISIBLE = /\p{C}/gu;

/** `text` as one printable or storable line: nothing in it steers a terminal or hides. */
export function printable(text: string, atMost = Number.POSITIVE_INFINITY): string {
  return text.toWellFormed().replace(INVISIBLE, "\ufffd").slice(0, atMost);
}

/** The same for a text of several lines. */
export function printableLines(text: string): string {
  return text
    .split("\n")
    .map((line) => printable(line))
    .join("\n");
}

/** JSON in which every steering or hidden character is escaped. Parsing it returns `value` unchanged. */
export function printableJson(value: unknown, indent?: number): string {
  return escapeInvisible(JSON.stringify(value, null, indent));
}

/** A JSON text in that form, or a part of one that doesn't end within a character. */
export function escapeInvisible(json: string): string {
  return json.replace(/[^\P{C}\n]/gu, (sign) =>
    Array.from({ length: sign.length }, (_, at) => escaped(sign.charCodeAt(at))).join(""),
  );
}

function escaped(unit: number): string {
  return `\\u${unit.toString(16).padStart(4, "0")}`;
}
