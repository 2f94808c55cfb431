/** Shorter values would be found everywhere. */
export const SHORTEST = 8;

/**
 * Finds many values in one pass. All texts have one character per byte ("latin1"), so that only the bytes matter. The time is
 * proportional to the length of the text, unless the values repeat themselves.
 */
export class ValueFinder {
  /** The values by their first SHORTEST bytes. */
  readonly #values = new Map<string, Set<string>>();
  /** All shorter beginnings of values. */
  readonly #starts = new Set<string>();
  /** Whether any value begins with these two bytes. Most places in a text need no look-up beyond this one. */
  readonly #pairs = new Uint8Array(65_536);
  #longest = 0;

  /** Adds a value, unless it is shorter than SHORTEST. */
  add(value: string): void {
    if (value.length < SHORTEST) return;
    const start = value.slice(0, SHORTEST);
    const alike = this.#values.get(start) ?? new Set();
    this.#values.set(start, alike.add(value));
    for (let length = 1; length < SHORTEST; length++) this.#starts.add(value.slice(0, length));
    this.#pairs[pairAt(value, 0)] = 1;
    this.#longest = Math.max(this.#longest, value.length);
  }

  /** The longest value that begins at this place. Empty if none does. */
  at(text: string, place: number): string {
    if (this.#pairs[pairAt(text, place)] !== 1) return "";
    let longest = "";
    for (const value of this.#values.get(text.slice(place, place + SHORTEST)) ?? [])
      if (value.length > longest.length && text.startsWith(value, place)) longest = value;
    return longest;
  }

  /**
   * The place from which the rest of the text may be the beginning of a value. The text's length if there is none. Only the
   * last line matters, because no value contains a line end.
   */
  unfinished(text: string): number {
    const line = text.lastIndexOf("\n") + 1;
    let place = Math.max(line, text.length - this.#longest + 1);
    while (place < text.length && !this.#mayContinue(text, place)) place++;
    return place;
  }

  #mayContinue(text: string, place: number): boolean {
    const length = text.length - place;
    if (length < SHORTEST) return this.#starts.has(text.slice(place));
    if (this.#pairs[pairAt(text, place)] !== 1) return false;
    const alike = [...(this.#values.get(text.slice(place, place + SHORTEST)) ?? [])];
    return alike.some((value) => value.length > length && value.startsWith(text.slice(place)));
  }
}

function pairAt(text: string, place: number): number {
  return (text.charCodeAt(place) << 8) | text.charCodeAt(place + 1);
}
