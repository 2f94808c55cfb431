/** The search's actions for a rotating secret. The list of commands and the parser of queries both use it. */

/** What Manage's URL does when it opens. */
export const DONE_BY_ADDRESS = [{ action: "rotate", label: (name: string) => `Rotate ${name} now` }] as const;
/** Actions that Manage offers. These words lead there. */
export const IN_MANAGE = "manage pause resume";

const VERBS = [IN_MANAGE, ...DONE_BY_ADDRESS.map(({ label }) => label(""))].flatMap(wordsOf);

/** From the query. */
export function wordsOf(text: string): string[] {
  return text.toLowerCase().split(/\s+/).filter(Boolean);
}

/** The words of a query that may be part of the name of a rotating secret, its project or its place. */
export function namesIn(query: string): string {
  return wordsOf(query)
    .filter((word) => !VERBS.some((verb) => verb.startsWith(word)))
    .join(" ");
}
