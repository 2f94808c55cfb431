/** What the search can do with a rotating secret: the list of commands and the words of a search read it here. */

/** What the address of Manage does with a rotating secret when it opens. */
export const DONE_BY_ADDRESS = [{ action: "rotate", label: (name: string) => `Rotate ${name} now` }] as const;
/** What Manage itself offers: these words lead there. */
export const IN_MANAGE = "manage pause resume";

const VERBS = [IN_MANAGE, ...DONE_BY_ADDRESS.map(({ label }) => label(""))].flatMap(wordsOf);

/** Of what is typed. */
export function wordsOf(text: string): string[] {
  return text.toLowerCase().split(/\s+/).filter(Boolean);
}

/** The words of a search that may be part of a rotating secret's name, its project's, or of where it is. */
export function namesIn(query: string): string {
  return wordsOf(query)
    .filter((word) => !VERBS.some((verb) => verb.startsWith(word)))
    .join(" ");
}
