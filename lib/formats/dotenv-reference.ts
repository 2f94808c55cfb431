/** The start of a reference: its name, which holds no other start, and what follows. */
const REFERENCE = /\$\{(?:(?!\$\{)[^}:])*(?::-|\})/;

/**
 * python-dotenv puts another variable's value in its place; npm dotenv keeps the text. After the last `}` no reference ends,
 * so none is looked for there: a text of nothing but starts is looked through once.
 */
export function holdsReference(value: string): boolean {
  return REFERENCE.test(value.slice(0, value.lastIndexOf("}") + 1));
}
