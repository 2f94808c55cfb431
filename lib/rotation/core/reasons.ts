/** Why a mint is due: a chain of checks, the first that applies is told in events, webhooks and the console. */
import { MINT_REASON_CODES, type MintReason } from "@/lib/lists/mint-reasons";
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
type Check = (facts: Facts) => boolean;

const asked =
  (reason: RotateReason) =>
  ({ secret }: Facts): boolean =>
    secret.rotateReason === reason;

/** For each reason of lib/lists/mint-reasons.ts, where it applies. */
const APPLIES: Record<MintReason, Check> = {
  first_key: ({ exposed }) => exposed === null,
  break_glass: ({ secret }) => secret.breakGlassRequestedAt !== null,
  key_removed: asked("key_removed"),
  unknown_account: asked("unknown_account"),
  operator: asked("operator"),
  resumed: asked("resumed"),
  key_end: ({ secret, exposed, now }) =>
    exposed?.exposedAt != null &&
    exposed.keyExpiresAt !== null &&
    latestSuccessorAt(exposed.exposedAt, secret, exposed.keyExpiresAt) <= now,
  schedule: ({ secret, now }) => secret.nextRotationAt <= now,
  retry: () => true,
};

/** The first reason that applies to a mint that may start now; null where none may. */
export function mintReason(facts: Facts): MintReason | null {
  if (!mintIsDue(facts.secret, facts.now)) return null;
  return MINT_REASON_CODES.find((code) => APPLIES[code](facts)) ?? null;
}

export function mintIsDue(
  secret: Omit<Secret, "rotationIntervalSeconds" | "revocationDelaySeconds">,
  now: Date,
) {
  if (secret.deletedAt !== null || secret.environmentId === null) return false;
  if (secret.pauseReason !== null && secret.rotateRequestedAt === null) return false;
  return dueAt(secret) <= now;
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
