/**
 * How hard a password is to guess, for whoever knows the person: zxcvbn's estimate, over lists of stolen passwords, words and
 * names. Its dictionaries are large, so they are loaded when somebody first chooses a password.
 */
import { invalid } from "@/lib/requests/read-input";
import { normalPassword } from "./password-spelling";

/** From this length on a password needs less variety: words of one's own do. */
export const LONG = 15;
const SCORE_OF_LONG = 2;
const SCORE_OF_SHORT = 3;

/** Bounds the work, which grows with the length's cube. What is hard to guess after so many letters stays so. */
const LETTERS_LOOKED_AT = 32;
const SUBSTITUTIONS_LOOKED_AT = 20;

/** Whose password it is. What they are called is among the first that anyone tries. */
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

/** Throws `invalid_input` for a password that is too easy to guess. */
export async function refuseWeakPassword(password: string, person: Person): Promise<void> {
  const typed = normalPassword(password);
  const estimate = await (estimating ??= loadEstimate());
  const words = wordsOf(person);
  // What is left without them has to be hard to guess by itself: the years, signs and words that people add are not.
  const score = Math.min(estimate(typed, words), estimate(without(words, typed), words));
  const isLong = typed.length >= LONG;
  if (score >= (isLong ? SCORE_OF_LONG : SCORE_OF_SHORT)) return;
  const message = isLong
    ? "This password is too easy to guess: it repeats itself, or is made of well-known passwords or your own name. Use several words that don't belong together."
    : `This password is too short for how easy it is to guess. Use at least ${LONG} characters, such as four words that don't belong together.`;
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
