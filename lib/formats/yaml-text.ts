/** Writes a text for YAML 1.1 and 1.2, on one line and in quotes, so that no reader takes it for a number, time or boolean. */
export function yamlText(text: string): string {
  // JSON's \u can't escape a character above U+FFFF as a whole. In YAML 1.1, U+2028 ends a line, so it is escaped too.
  return JSON.stringify(text).replace(
    /[\p{C}\p{Zl}\p{Zp}]/gu,
    (sign) => `\\U${(sign.codePointAt(0) ?? 0).toString(16).padStart(8, "0")}`,
  );
}

/** Reads a value from the rest of its line. Null if it uses more of YAML than a text on one line. */
export function readYamlText(text: string): { value: string; isQuoted: boolean } | null {
  const [, double] = /^("(?:[^"\\]|\\.)*")\s*(?:#.*)?$/.exec(text) ?? [];
  if (double !== undefined) return readDouble(double);
  const [, single] = /^'((?:[^']|'')*)'\s*(?:#.*)?$/.exec(text) ?? [];
  if (single !== undefined) return { value: single.replaceAll("''", "'"), isQuoted: true };
  const plain = text.replace(/(?<!\s)\s+#.*$/, "");
  // The pattern matches texts that YAML doesn't read as plain ones.
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
