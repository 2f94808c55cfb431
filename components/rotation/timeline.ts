/** The chart of credentials on a time axis as plain numbers. `timeline-picture.tsx` draws it. */
import type { MintedCredential, RotatingSecret } from "@/lib/api/rotating-secrets";
import { durationInWords } from "./duration";

export type Bar = {
  id: string;
  label: string;
  state: "active" | "expiring" | "owed" | "revoked" | "planned";
  /** When it became current, when it was replaced, when it stopped working. Milliseconds. */
  from: number;
  replacedAt: number;
  until: number;
};
export type Timeline = { start: number; end: number; now: number; bars: Bar[] };

/** The first rotations of a schedule, beginning with a mint at `from`. */
export function plannedBars(
  intervalSeconds: number,
  delaySeconds: number,
  from: number,
  count: number,
  firstLabel = 1,
): Bar[] {
  return Array.from({ length: count }, (_, index) => {
    const mintAt = from + index * intervalSeconds * 1000;
    const replacedAt = mintAt + intervalSeconds * 1000;
    return {
      id: `planned-${index}`,
      label: `Key ${index + firstLabel}`,
      state: "planned" as const,
      from: mintAt,
      replacedAt,
      until: replacedAt + delaySeconds * 1000,
    };
  });
}

const DRAWN_PAST = 6;

function barOf(credential: MintedCredential, secret: RotatingSecret, now: number): Bar | null {
  const begin = credential.exposedAt ?? credential.mintedAt;
  if (begin === null) return null;
  const from = Date.parse(begin);
  const paused = secret.state === "paused";
  const next = paused ? now : Math.max(now, Date.parse(secret.nextRotationAt));
  const replacedAt = credential.replacedAt === null ? next : Date.parse(credential.replacedAt);
  const planned = credential.revokeAt === null ? replacedAt : Date.parse(credential.revokeAt);
  const base = {
    id: credential.id,
    label: credential.serviceAccountId ?? credential.serviceAccountName,
    from,
  };
  switch (credential.status) {
    case "active": {
      const until = paused ? replacedAt : replacedAt + secret.revocationDelaySeconds * 1000;
      return { ...base, state: "active", replacedAt, until };
    }
    case "expiring":
      return { ...base, state: "expiring", replacedAt, until: Math.max(planned, now) };
    case "revoking":
    case "revoke_failed":
    case "forgotten":
      return { ...base, state: "owed", replacedAt: Math.min(replacedAt, now), until: now };
    case "revoked": {
      const until = credential.revokedAt === null ? planned : Date.parse(credential.revokedAt);
      return { ...base, state: "revoked", replacedAt: Math.min(replacedAt, until), until };
    }
    case "minting":
    case "mint_failed":
      return null;
    default:
      return credential.status satisfies never;
  }
}

/** Live and recent credentials, plus the next planned key unless the schedule is paused. */
export function credentialTimeline(
  credentials: readonly MintedCredential[],
  secret: RotatingSecret,
  now: number,
): Timeline {
  const bars = credentials
    .map((credential) => barOf(credential, secret, now))
    .filter((bar) => bar !== null)
    .slice(0, DRAWN_PAST)
    .reverse();
  if (secret.state === "active") {
    const from = Math.max(now, Date.parse(secret.nextRotationAt));
    const planned = plannedBars(secret.rotationIntervalSeconds, secret.revocationDelaySeconds, from, 1);
    bars.push(...planned.map((bar) => ({ ...bar, label: "Next key (planned)" })));
  }
  return { ...axisOf(bars, now), now, bars };
}

/** The axis of a schedule that doesn't exist yet. */
export function scheduleTimeline(intervalSeconds: number, delaySeconds: number, now: number): Timeline {
  const bars = plannedBars(intervalSeconds, delaySeconds, now, 4);
  return { ...axisOf(bars, now), now, bars };
}

function axisOf(bars: readonly Bar[], now: number): { start: number; end: number } {
  const start = Math.min(now, ...bars.map((bar) => bar.from));
  const last = Math.max(now, ...bars.map((bar) => (bar.state === "planned" ? bar.replacedAt : bar.until)));
  return { start, end: Math.max(last, start + 1000) };
}

/** The position of a time on the axis, 0 to 1. */
export function position(timeline: Timeline, at: number): number {
  const share = (at - timeline.start) / (timeline.end - timeline.start);
  return Math.min(1, Math.max(0, share));
}

/** How long two keys work at the same time after each rotation. */
export function overlapInWords(delaySeconds: number): string {
  return delaySeconds === 0
    ? "No overlap: the previous key stops working at each rotation."
    : `After each rotation the previous and the new key both work for ${durationInWords(delaySeconds)}.`;
}

export type Segment = { from: number; until: number; part: "current" | "overlap"; future: boolean };

/** A bar split where its appearance changes: at its replacement and at now. */
export function segments(bar: Bar, now: number): Segment[] {
  const parts: Omit<Segment, "future">[] = [
    { from: bar.from, until: bar.replacedAt, part: "current" },
    { from: bar.replacedAt, until: bar.until, part: "overlap" },
  ];
  return parts
    .flatMap((part) =>
      part.from < now && now < part.until
        ? [
            { ...part, until: now },
            { ...part, from: now },
          ]
        : [part],
    )
    .filter((part) => part.until > part.from)
    .map((part) => ({ ...part, future: part.from >= now }));
}
