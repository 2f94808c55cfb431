/** A text as YAML 1.1 and 1.2 read it, on one line and in quotes, so that no reader takes it for a number, time or boolean. */
export function yamlText(text: string): string {
  // JSON's \u escapes only halves of the characters behind U+FFFF, and U+2028 ends a line in YAML 1.1.
  return JSON.stringify(text).replace(
    /[\p{C}\p{Zl}\p{Zp}]/gu,
    (sign) => `\\U${(sign.codePointAt(0) ?? 0).toString(16).padStart(8, "0")}`,
  );
}

/** One value on its line, from where it begins. Null if it takes more of YAML than that. */
export function readYamlText(text: string): { value: string; isQuoted: boolean } | null {
  const [, double] = /^("(?:[^"\\]|\\.)*")\s*(?:#.*)?$/.exec(text) ?? [];
  if (double !== undefined) return readDouble(double);
  const [, single] = /^'((?:[^']|'')*)'\s*(?:#.*)?$/.exec(text) ?? [];
  if (single !== undefined) return { value: single.replaceAll("''", "'"), isQuoted: true };
  const plain = text.replace(/(?<!\s)\s+#.*$/, "");
  // Words that YAML doesn't read as plain text.
  return /^$|^[-?:,[\]{}#&*!|>'"%@`]|: |:$/.test(plain) ? null : { value: plain, isQuoted: false };
}

/** JSON's escapes, and \U. */
function readDouble(text: string): { value: string; isQuoted: true } | null {
  try {
    const asJson = text.replace(/\\(?:U([\da-fA-F]{8})|.)/g, (escape, code?: string) =>
      code === undefined
        ? escape
        : JSON.stringify(String.fromCodePoint(Number.parseInt(code, 16))).slice(1, -1),
    );
    return { value: JSON.parse(asJson) as string, isQuoted: true };
  } catch {
    return null;
  }
}
