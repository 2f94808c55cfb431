import { counted as inNumbers } from "./counted";

const DAY_SECONDS = 86_400;
const UNITS = [
  ["hour", 3_600],
  ["minute", 60],
  ["second", 1],
] as const;
const MONTH_DAYS = 30;
const YEAR_DAYS = 365;

const counted = new Intl.RelativeTimeFormat("en", { numeric: "always" });
const named = new Intl.RelativeTimeFormat("en", { numeric: "auto" });
const calendars = new Map<string, Intl.DateTimeFormat>();

/** The day number in that zone's calendar. */
function dayOf(at: number, zone: string): number {
  let calendar = calendars.get(zone);
  if (calendar === undefined) {
    calendar = new Intl.DateTimeFormat("en-CA", { timeZone: zone, dateStyle: "short" });
    calendars.set(zone, calendar);
  }
  return Date.parse(calendar.format(at)) / (DAY_SECONDS * 1000);
}

/** "3 hours ago", "in 2 days", "just now". From a day on it counts calendar days: tomorrow is the next one. */
export function relativeTime(at: number, now: number, zone: string): string {
  const seconds = Math.round((at - now) / 1000);
  if (Math.abs(seconds) < 10) return seconds > 0 ? "in a moment" : "just now";
  // A day on which clocks go back is longer than a day.
  const days = Math.abs(seconds) < DAY_SECONDS ? 0 : dayOf(at, zone) - dayOf(now, zone);
  if (Math.abs(days) >= YEAR_DAYS) return counted.format(Math.trunc(days / YEAR_DAYS), "year");
  if (Math.abs(days) >= MONTH_DAYS) return counted.format(Math.trunc(days / MONTH_DAYS), "month");
  if (days !== 0) return named.format(days, "day");
  const [unit, length] = UNITS.find(([, length]) => Math.abs(seconds) >= length) ?? UNITS[2];
  return counted.format(Math.trunc(seconds / length), unit);
}

/** "5 days", "3 hours", "1 minute": a duration in its largest unit. */
export function ageInWords(ms: number): string {
  const seconds = Math.max(0, Math.floor(ms / 1000));
  const [unit, length] =
    [["day", DAY_SECONDS] as const, ...UNITS].find(([, length]) => seconds >= length) ?? UNITS[2];
  return inNumbers(Math.floor(seconds / length), unit, `${unit}s`);
}

/** "28 Mar 2026, 14:05:09": for a column of times. */
export function shortTime(at: number, zone: string): string {
  return new Intl.DateTimeFormat("en-GB", {
    dateStyle: "medium",
    timeStyle: "medium",
    timeZone: zone,
  }).format(at);
}

/** The exact time, in the reader's zone unless another one is named. */
export function exactTime(at: number, zone?: string): string {
  return new Intl.DateTimeFormat("en-GB", {
    dateStyle: "medium",
    timeStyle: "long",
    ...(zone !== undefined && { timeZone: zone }),
  }).format(at);
}

/** The time of day, to the minute. */
export function clockTime(at: number, zone: string): string {
  return new Intl.DateTimeFormat("en-GB", { hour: "2-digit", minute: "2-digit", timeZone: zone }).format(at);
}
