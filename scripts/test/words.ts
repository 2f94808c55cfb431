/** Words and labels that no text for people has, each with the words of docs/style.md to use instead. */
export const FORBIDDEN: Record<string, string> = {
  stands: "is stored, appears",
  "(?:goes|go|going|went) on": "continues, keeps working",
  "by (?:itself|themselves)": "automatically",
  "for ever": "until it succeeds",
  anew: "again",
  "at once": "immediately",
  somebody: "someone",
  "way out": "fix",
  "e-mail(?:s|ed)?": "email",
  "tells? of": "reports",
  "told of": "reported",
  "tried again": "retries",
  "debts?": "outstanding revocation",
  "ow(?:es?|ed)": "outstanding",
  "this once": "once",
  "old keys?": "previous key",
  "strays?": "orphaned",
  "(?:each|every|failed|last|next|too many) tr(?:y|ies)": "attempt",
  "there is no such": "not found",
  "could not be loaded": "Couldn't load",
  "outlives? its maker": "creator",
  "(?:an|each|empty|every|last|latest|lost|same|the|whole) answers?": "response",
  "(?:behavior|canceled|favorite|initialize|organizations?(?! (?:administration|→)))": "British spelling",
};

const PATTERN = new RegExp(`\\b(?:${Object.keys(FORBIDDEN).join("|")})\\b`, "gi");

/** The forbidden words of a text. */
export function forbiddenWords(text: string): string[] {
  return text.match(PATTERN) ?? [];
}
