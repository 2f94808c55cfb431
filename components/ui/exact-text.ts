/**
 * A text area shows and returns every line break as LF (HTML, "API value" of textarea). A secret must keep
 * its line breaks, so the exact text is kept beside the shown one, and each edit of the shown text is applied
 * to it.
 */

/** How a text area shows `exact`. */
export function shownText(exact: string): string {
  return exact.replace(/\r\n?/g, "\n");
}

export type Paste = { text: string; start: number; end: number };

/**
 * The exact text after an edit that left `shown` in the text area with its caret at `caret`. `paste`: what
 * was pasted, and the range of the earlier text. Without it, inserted line breaks are LF.
 */
export function editedText(exact: string, shown: string, caret: number, paste: Paste | null): string {
  if (paste !== null) {
    const pasted =
      exact.slice(0, exactIndex(exact, paste.start)) + paste.text + exact.slice(exactIndex(exact, paste.end));
    if (shownText(pasted) === shown) return pasted;
  }
  const before = shownText(exact);
  const suffix = commonSuffix(before, shown, shown.length - caret);
  const prefix = commonPrefix(before, shown, Math.min(before.length, shown.length) - suffix);
  const edited =
    exact.slice(0, exactIndex(exact, prefix)) +
    shown.slice(prefix, shown.length - suffix) +
    exact.slice(exactIndex(exact, before.length - suffix));
  // A line feed typed after a lone carriage return would read as one line break, so the visible text decides.
  return shownText(edited) === shown ? edited : shown;
}

/** The position in the exact text of the shown character at `index`. A CR LF counts once. */
function exactIndex(exact: string, index: number): number {
  let at = 0;
  for (let shown = 0; shown < index && at < exact.length; shown++) {
    at += exact.startsWith("\r\n", at) ? 2 : 1;
  }
  return at;
}

function commonPrefix(one: string, other: string, most: number): number {
  let length = 0;
  while (length < most && one[length] === other[length]) length++;
  return length;
}

function commonSuffix(one: string, other: string, most: number): number {
  const longest = Math.min(most, one.length, other.length);
  let length = 0;
  while (length < longest && one.at(-1 - length) === other.at(-1 - length)) length++;
  return length;
}

/**
 * What is invisible in a masked value and easily wrong: its size, its lines, surrounding spaces. Null: one
 * plain line.
 */
export function textFacts(exact: string): string | null {
  const lines = shownText(exact).replace(/\n$/, "").split("\n");
  const facts = [
    ...(lines.length > 1 ? [`${lines.length.toLocaleString("en-GB")} lines`] : []),
    ...(exact.includes("\r") ? ["with carriage returns"] : []),
    ...(/^\s/.test(exact) ? ["starts with whitespace"] : []),
    ...(/\n$/.test(exact) ? ["ends with a line break"] : /\s$/.test(exact) ? ["ends with whitespace"] : []),
  ];
  if (facts.length === 0) return null;
  const bytes = new TextEncoder().encode(exact).length;
  return `${[`${bytes.toLocaleString("en-GB")} bytes`, ...facts].join(", ")}. Stored exactly as typed.`;
}
