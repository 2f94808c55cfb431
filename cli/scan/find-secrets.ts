import { SHORTEST, ValueFinder } from "../find-values";

/** A key with fewer different characters at its end is a placeholder such as `sk-proj-xxxx…`. */
const FEWEST_DIFFERENT = 8;
const LAST = 20;
/** The last four characters of a shorter secret would reveal too much of it. */
const SHORTEST_SHOWN = 16;

/** Marks a line with a made-up key, such as one in a test. */
const ALLOWED = "phase:allow";

// A key begins only where no such character precedes it, so each run of these characters is searched once.
const KEYS =
  /(?<![\w-])(?:(?<openai>sk-(?:(?:proj|svcacct|admin)-[\w-]{20,}|[A-Za-z0-9]{40,}))|phs_[\w-]{49})/g;

export type Found = { line: number; column: number; kind: string; lastFour: string | null };

export class SecretFinder {
  readonly #values = new ValueFinder();
  readonly #keys = new Map<string, string>();

  /** Searches for the longest line of a value that has several. */
  constructor(values: Readonly<Record<string, string>>) {
    for (const [key, value] of Object.entries(values)) {
      const [line = ""] = value.split(/\r?\n/).toSorted((one, other) => other.length - one.length);
      if (line.length < SHORTEST) continue;
      const bytes = Buffer.from(line).toString("latin1");
      this.#values.add(bytes);
      this.#keys.set(bytes, key);
    }
  }

  /** Finds secrets in the order of the text. A key in a known format that is also a value is reported once. */
  find(content: Buffer): Found[] {
    const text = content.toString("latin1");
    const found = new Map<number, { kind: string; secret: string }>();
    for (const { 0: secret, index, groups } of text.matchAll(KEYS)) {
      if (new Set(secret.slice(-LAST)).size < FEWEST_DIFFERENT) continue;
      found.set(index, { kind: groups?.["openai"] === undefined ? "service token" : "OpenAI key", secret });
    }
    for (let place = 0; this.#keys.size > 0 && place < text.length; place++) {
      const secret = this.#values.at(text, place);
      if (secret === "") continue;
      found.set(place, { kind: `value of ${this.#keys.get(secret) ?? ""}`, secret });
      place += secret.length - 1;
    }
    const inOrder = [...found].sort(([one], [other]) => one - other);
    let [line, column, at, end] = [1, 1, 0, text.indexOf("\n")];
    let allowed = { line: 0, is: false };
    return inOrder.flatMap(([place, { kind, secret }]) => {
      for (; end !== -1 && end < place; end = text.indexOf("\n", at))
        [line, column, at] = [line + 1, 1, end + 1];
      // Checked once per line, because a line may contain many keys.
      if (allowed.line !== line)
        allowed = { line, is: text.slice(at, end === -1 ? undefined : end).includes(ALLOWED) };
      column += Buffer.from(text.slice(at, place), "latin1").toString().length;
      at = place;
      if (allowed.is) return [];
      const shown = Buffer.from(secret, "latin1").toString().slice(-4);
      return [{ line, column, kind, lastFour: secret.length < SHORTEST_SHOWN ? null : shown }];
    });
  }
}
