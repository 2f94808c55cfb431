/** A word as LIKE takes it for the text itself: keys are full of _, which would stand for any letter. */
export function literally(word: string): string {
  return word.replace(/[\\%_]/g, "\\$&");
}

/** What LIKE finds each of the words with, anywhere in a text. */
export function anywhere(words: readonly string[]): string[] {
  return words.map((word) => `%${literally(word)}%`);
}
