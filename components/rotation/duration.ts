/** Durations as people enter and read them. The API speaks whole seconds. */

export const DURATION_UNITS = ["seconds", "minutes", "hours", "days"] as const;
export type DurationUnit = (typeof DURATION_UNITS)[number];

const SECONDS_IN: Record<DurationUnit, number> = { seconds: 1, minutes: 60, hours: 3_600, days: 86_400 };

export type DurationParts = { amount: number; unit: DurationUnit };

export function toSeconds({ amount, unit }: DurationParts): number {
  return Math.round(amount * SECONDS_IN[unit]);
}

/** The largest unit that divides the duration evenly. */
export function fromSeconds(seconds: number): DurationParts {
  if (seconds === 0) return { amount: 0, unit: "days" };
  const unit = [...DURATION_UNITS].reverse().find((name) => seconds % SECONDS_IN[name] === 0) ?? "seconds";
  return { amount: seconds / SECONDS_IN[unit], unit };
}

function counted(amount: number, unit: DurationUnit): string {
  return `${amount} ${amount === 1 ? unit.slice(0, -1) : unit}`;
}

/** "30 days", "1 hour 30 minutes": at most two units. */
export function durationInWords(seconds: number): string {
  if (seconds <= 0) return "0 seconds";
  let rest = Math.floor(seconds);
  const words: string[] = [];
  for (const unit of [...DURATION_UNITS].reverse()) {
    const amount = Math.floor(rest / SECONDS_IN[unit]);
    rest -= amount * SECONDS_IN[unit];
    if (amount > 0) words.push(counted(amount, unit));
    else if (words.length > 0) break;
    if (words.length === 2) break;
  }
  return words.join(" ");
}

/** The revocation delay in words. Zero is Instant. */
export function delayInWords(seconds: number): string {
  return seconds === 0 ? "Instant" : durationInWords(seconds);
}

/** "3d 4h", "2m 05s", "8s": short enough for a countdown in a row. */
export function countdown(seconds: number): string {
  const left = Math.max(0, Math.ceil(seconds));
  const days = Math.floor(left / 86_400);
  const hours = Math.floor((left % 86_400) / 3_600);
  const minutes = Math.floor((left % 3_600) / 60);
  if (days > 0) return `${days}d ${hours}h`;
  if (hours > 0) return `${hours}h ${String(minutes).padStart(2, "0")}m`;
  if (minutes > 0) return `${minutes}m ${String(left % 60).padStart(2, "0")}s`;
  return `${left}s`;
}

export type DurationPreset = { label: string; seconds: number };

export const INTERVAL_PRESETS: readonly DurationPreset[] = [
  { label: "7 days", seconds: 604_800 },
  { label: "30 days", seconds: 2_592_000 },
  { label: "60 days", seconds: 5_184_000 },
  { label: "90 days", seconds: 7_776_000 },
];

export const DELAY_PRESETS: readonly DurationPreset[] = [
  { label: "Instant", seconds: 0 },
  { label: "1 hour", seconds: 3_600 },
  { label: "1 day", seconds: 86_400 },
  { label: "10 days", seconds: 864_000 },
];

export const LIFETIME_PRESETS: readonly DurationPreset[] = [
  { label: "60 days", seconds: 5_184_000 },
  { label: "90 days", seconds: 7_776_000 },
  { label: "180 days", seconds: 15_552_000 },
  { label: "1 year", seconds: 31_536_000 },
];

export const EXTENSION_PRESETS: readonly DurationPreset[] = [
  { label: "1 hour", seconds: 3_600 },
  { label: "1 day", seconds: 86_400 },
  { label: "7 days", seconds: 604_800 },
];

export const DEFAULT_INTERVAL_SECONDS = 2_592_000;
export const DEFAULT_DELAY_SECONDS = 864_000;
