const QUOTATION_MARKS = /^[\p{Pi}\p{Pf}"'`´„‚‟″′＂＇]$/u;
/** Spaces, zero-width marks, and characters that steer or join others. */
const INVISIBLE = /^[\p{Z}\p{Cf}\p{Cn}\p{Co}\p{Cs}\p{Mn}\p{Me}\u115f\u1160\u3164\uffa0\u2800]$/u;

/**
 * Describes the characters that no provider key contains, with their positions. Visible ones are quoted,
 * others named by code. Null if there are none.
 */
export function wrongCharacters(key: string): string | null {
  const found = new Map<string, number>();
  Array.from(key).forEach((character, index) => {
    const name = nameOf(character);
    if (name !== null && !found.has(name)) found.set(name, index + 1);
  });
  if (found.size === 0) return null;
  return [...found].map(([name, place]) => `${name} (character ${place})`).join(", ");
}

function nameOf(character: string): string | null {
  if (/^[\n\r\v\f\x85\u2028\u2029]$/.test(character)) return "a line break";
  if (character === " ") return "a space";
  if (character === "\t") return "a tab";
  const code = `U+${(character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, "0")}`;
  if (/^\p{Cc}$/u.test(character)) return `a control character ${code}`;
  if (INVISIBLE.test(character)) return `an invisible character ${code}`;
  if (QUOTATION_MARKS.test(character)) return `the quotation mark ${character}`;
  return /^[\x21-\x7e]$/.test(character) ? null : `${character} ${code}`;
}
