/** Escapes a word for LIKE. Keys are full of _, which would match any character. */
export function literally(word: string): string {
  return word.replace(/[\\%_]/g, "\\$&");
}

/** LIKE patterns that find each word anywhere in a text. */
export function anywhere(words: readonly string[]): string[] {
  return words.map((word) => `%${literally(word)}%`);
}
