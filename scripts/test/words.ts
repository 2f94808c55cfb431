/** Words that people do not read here, with what stands in their place in docs/style.md. */
export const FORBIDDEN: Record<string, string> = {
  stands: "is stored, appears",
  "goes? on": "continues, keeps working",
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
};

const PATTERN = new RegExp(`\\b(?:${Object.keys(FORBIDDEN).join("|")})\\b`, "gi");

/** The forbidden words of a text, as they are in it. */
export function forbiddenWords(text: string): string[] {
  return text.match(PATTERN) ?? [];
}
