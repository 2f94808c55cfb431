/** The start of a reference: its name, which contains no other start, and the rest. */
const REFERENCE = /\$\{(?:(?!\$\{)[^}:])*(?::-|\})/;

/**
 * python-dotenv replaces it with another variable's value, npm dotenv keeps the text. After the last `}` no
 * reference can end, so none is searched there. A text full of starts is scanned only once.
 */
export function holdsReference(value: string): boolean {
  return REFERENCE.test(value.slice(0, value.lastIndexOf("}") + 1));
}
