/** Why a mint is due: a chain of checks. Events, webhooks and the console report the first that applies. */
import { MINT_REASON_CODES, type MintReason } from "@/lib/lists/mint-reasons";
import { dueAt, latestSuccessorAt } from "./schedule";

/** What requests a mint besides the schedule. Kept in the rotating secret's row until a new key is current. */
export type RotateReason = "operator" | "resumed" | "key_removed" | "unknown_account";

/** Reasons that mean that something is wrong with the current key. Neither a pause nor an edit removes them. */
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
/** The current credential. */
type Exposed = { exposedAt: Date | null; keyExpiresAt: Date | null };
type Facts = { secret: Secret; exposed: Exposed | null; now: Date };
type Check = (facts: Facts) => boolean;

const asked =
  (reason: RotateReason) =>
  ({ secret }: Facts): boolean =>
    secret.rotateReason === reason;

/** The condition of each reason in lib/lists/mint-reasons.ts. */
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

/** The first reason for a mint that may start now. Null if none may. */
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

/** Whether the reason remains until there is a new key, whatever people do meanwhile. */
export function isNeed(reason: string | null): boolean {
  return reason !== null && NEEDS.includes(reason);
}

/** Combines a further request with the existing reason. A need outranks a wish. */
export function strongerReason(standing: string | null, wanted: RotateReason): string {
  return standing !== null && isNeed(standing) ? standing : wanted;
}

/** A rotation requested by a person restarts the schedule. Every other mint leaves its times unchanged. */
export function restartsSchedule(reason: string | null): boolean {
  return reason === "first_key" || reason === "operator" || reason === "break_glass";
}
