import { SHORTEST, ValueFinder } from "../find-values";

/** With fewer different ones among its last characters, it is a placeholder such as `sk-proj-xxxx…`. */
const FEWEST_DIFFERENT = 8;
const LAST = 20;
/** The last characters of a shorter secret would be too much of it. */
const SHORTEST_SHOWN = 16;

// A run of such characters is looked at once, because none begins within another.
const KEYS =
  /(?<![\w-])(?:(?<openai>sk-(?:(?:proj|svcacct|admin)-[\w-]{20,}|[A-Za-z0-9]{40,}))|phs_[\w-]{49})/g;

export type Found = { line: number; column: number; kind: string; lastFour: string | null };

export class SecretFinder {
  readonly #values = new ValueFinder();
  readonly #keys = new Map<string, string>();

  /** Of a value of several lines, its longest one is searched. */
  constructor(values: Readonly<Record<string, string>>) {
    for (const [key, value] of Object.entries(values)) {
      const [line = ""] = value.split(/\r?\n/).toSorted((one, other) => other.length - one.length);
      if (line.length < SHORTEST) continue;
      const bytes = Buffer.from(line).toString("latin1");
      this.#values.add(bytes);
      this.#keys.set(bytes, key);
    }
  }

  /** In their order. What is a key by its form and a value of the environment is found once. */
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
    let [line, lineStart] = [1, 0];
    return [...found]
      .sort(([one], [other]) => one - other)
      .map(([place, { kind, secret }]) => {
        for (let end; (end = text.indexOf("\n", lineStart)) !== -1 && end < place; line++)
          lineStart = end + 1;
        const before = Buffer.from(text.slice(lineStart, place), "latin1").toString();
        const lastFour =
          secret.length < SHORTEST_SHOWN ? null : Buffer.from(secret, "latin1").toString().slice(-4);
        return { line, column: before.length + 1, kind, lastFour };
      });
  }
}
