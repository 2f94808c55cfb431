/**
 * How hard a password is to guess for someone who knows the person: zxcvbn's estimate over lists of stolen
 * passwords, words and names. The dictionaries are large, so they are loaded when someone first chooses a
 * password.
 */
import { invalid } from "@/lib/requests/read-input";
import { normalPassword } from "./password-spelling";

/** From this length a password needs less variety, so ordinary words are enough. */
export const LONG = 15;
const SCORE_OF_LONG = 2;
const SCORE_OF_SHORT = 3;

/** Limits the work, which grows with the cube of the length. A prefix that is hard to guess stays hard to guess. */
const LETTERS_LOOKED_AT = 32;
const SUBSTITUTIONS_LOOKED_AT = 20;

/** The person who chooses the password. Their name is among an attacker's first guesses. */
export type Person = { email: string; name?: string; organisation?: string };

type Estimate = (password: string, words: string[]) => number;
let estimating: Promise<Estimate> | undefined;

async function loadEstimate(): Promise<Estimate> {
  const [{ ZxcvbnFactory }, common, english] = await Promise.all([
    import("@zxcvbn-ts/core"),
    import("@zxcvbn-ts/language-common"),
    import("@zxcvbn-ts/language-en"),
  ]);
  const zxcvbn = new ZxcvbnFactory({
    dictionary: { ...common.dictionary, ...english.dictionary },
    graphs: common.adjacencyGraphs,
    maxLength: LETTERS_LOOKED_AT,
    l33tMaxSubstitutions: SUBSTITUTIONS_LOOKED_AT,
  });
  return (password, words) => zxcvbn.check(password, words).score;
}

/** Throws `invalid_input` if the password is too easy to guess. */
export async function refuseWeakPassword(password: string, person: Person): Promise<void> {
  const typed = normalPassword(password);
  const estimate = await (estimating ??= loadEstimate());
  const words = wordsOf(person);
  // What remains after removing these must be hard to guess. Years, signs and words that people add are not.
  const rest = without(words, typed);
  const score = Math.min(estimate(typed, words), estimate(rest, words));
  // They add no length either.
  if (score >= (rest.length >= LONG ? SCORE_OF_LONG : SCORE_OF_SHORT)) return;
  const message =
    typed.length >= LONG
      ? "The password is too easy to guess. It repeats itself, or contains well-known passwords or your own name. Use several unrelated words."
      : `The password is too short for how easy it is to guess. Use at least ${LONG} characters, such as four unrelated words.`;
  throw invalid([{ path: "password", message }]);
}

function wordsOf({ email, name = "", organisation = "" }: Person): string[] {
  const parts = [email, name, organisation].flatMap((text) => text.toLowerCase().split(/[\s@.+_-]+/));
  const whole = [email.toLowerCase(), email.toLowerCase().split("@")[0] ?? "", "phase"];
  const words = [...whole, ...parts].map((word) => word.slice(0, LETTERS_LOOKED_AT));
  return [...new Set(words)].filter((word) => word.length > 2);
}

function without(words: string[], password: string): string {
  const long = words.filter((word) => word.length > 3).toSorted((one, other) => other.length - one.length);
  const low = password.toLowerCase();
  const rest = long.reduce((text, word) => text.replaceAll(word, ""), low);
  return rest === low ? password : rest;
}
