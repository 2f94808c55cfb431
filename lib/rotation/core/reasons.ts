/** Why a mint is due: a chain of checks, the first that applies is told in events, webhooks and the console. */
import { dueAt, latestSuccessorAt } from "./schedule";

/** What asks for a mint besides the schedule. It is kept in the rotating secret's row until a new key is exposed. */
export type RotateReason = "operator" | "resumed" | "key_removed" | "unknown_account";

/** These stand for something that is wrong with the exposed key: neither a pause nor an edit takes them back. */
const NEEDS: readonly string[] = ["key_removed", "unknown_account"] satisfies RotateReason[];

type Secret = {
  deletedAt: Date | null;
  environmentId: string | null;
  pauseReason: string | null;
  retryAt: Date | null;
  rotateRequestedAt: Date | null;
  breakGlassRequestedAt: Date | null;
  rotateReason: string | null;
  nextRotationAt: Date;
  rotationIntervalSeconds: number;
  revocationDelaySeconds: number;
};
/** The exposed credential. */
type Exposed = { exposedAt: Date | null; keyExpiresAt: Date | null };
type Facts = { secret: Secret; exposed: Exposed | null; now: Date };
type Check = { code: string; words: string; applies(facts: Facts): boolean };

const asked =
  (reason: RotateReason) =>
  ({ secret }: Facts): boolean =>
    secret.rotateReason === reason;

/** `words` end the sentence "Rotated because …". */
const MINT_REASONS = [
  { code: "first_key", words: "there was no key yet", applies: ({ exposed }) => exposed === null },
  {
    code: "break_glass",
    words: "someone asked for break-glass",
    applies: ({ secret }) => secret.breakGlassRequestedAt !== null,
  },
  {
    code: "key_removed",
    words: "the current key was removed at the provider",
    applies: asked("key_removed"),
  },
  {
    code: "unknown_account",
    words: "the provider had a service account that no row knew, as after a restore",
    applies: asked("unknown_account"),
  },
  { code: "operator", words: "someone asked for it", applies: asked("operator") },
  { code: "resumed", words: "the schedule was resumed", applies: asked("resumed") },
  {
    code: "key_end",
    words: "the current key has an expiry",
    applies: ({ secret, exposed, now }) =>
      exposed?.exposedAt != null &&
      exposed.keyExpiresAt !== null &&
      latestSuccessorAt(exposed.exposedAt, secret, exposed.keyExpiresAt) <= now,
  },
  {
    code: "schedule",
    words: "it was due by its schedule",
    applies: ({ secret, now }) => secret.nextRotationAt <= now,
  },
  { code: "retry", words: "the try before it brought no key", applies: () => true },
] as const satisfies readonly Check[];

export type MintReason = (typeof MINT_REASONS)[number]["code"];
export const MINT_REASON_CODES = MINT_REASONS.map(({ code }) => code);

/** The first reason that applies to a mint that may start now; null where none may. */
export function mintReason(facts: Facts): MintReason | null {
  if (!mintIsDue(facts.secret, facts.now)) return null;
  return MINT_REASONS.find(({ applies }) => applies(facts))?.code ?? null;
}

export function mintIsDue(
  secret: Omit<Secret, "rotationIntervalSeconds" | "revocationDelaySeconds">,
  now: Date,
) {
  if (secret.deletedAt !== null || secret.environmentId === null) return false;
  if (secret.pauseReason !== null && secret.rotateRequestedAt === null) return false;
  return dueAt(secret) <= now;
}

/** The words for a stored reason; null for one that this version does not know. */
export function reasonWords(code: unknown): string | null {
  return MINT_REASONS.find((reason) => reason.code === code)?.words ?? null;
}

/** Whether the reason holds until there is a new key, whatever people do meanwhile. */
export function isNeed(reason: string | null): boolean {
  return reason !== null && NEEDS.includes(reason);
}

/** What a further request makes of the reason that stands already: a need outranks a wish. */
export function strongerReason(standing: string | null, wanted: RotateReason): string {
  return standing !== null && isNeed(standing) ? standing : wanted;
}

/** A person who rotates by hand starts the schedule anew; whatever else brought a mint leaves its times as they are. */
export function restartsSchedule(reason: string | null): boolean {
  return reason === "first_key" || reason === "operator" || reason === "break_glass";
}
