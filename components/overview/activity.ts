/** The last 30 days as bars: rotations above the line, failed attempts below it. */
import type { Overview } from "@/lib/api/rotating-secrets";

type Day = Overview["activity"][number];

/** Height of the taller side of the chart, and of the other one. */
export const UP = 44;
export const DOWN = 20;
const LEAST = 2;

export type ActivityBar = { day: string; words: string; up: number; down: number };

const dayFormat = new Intl.DateTimeFormat("en-GB", { day: "numeric", month: "short", timeZone: "UTC" });

export function dayWords(day: string): string {
  return dayFormat.format(Date.parse(day));
}

function counted(count: number, one: string, many: string): string {
  return `${count} ${count === 1 ? one : many}`;
}

export function countWords({ rotations, failures }: Omit<Day, "day">): string {
  return `${counted(rotations, "rotation", "rotations")}, ${counted(failures, "failed attempt", "failed attempts")}`;
}

export function sumOf(days: readonly Day[]): Omit<Day, "day"> {
  return {
    rotations: days.reduce((sum, day) => sum + day.rotations, 0),
    failures: days.reduce((sum, day) => sum + day.failures, 0),
  };
}

/** A share of `room`. Any activity at all is visible. */
function height(count: number, most: number, room: number): number {
  return count === 0 ? 0 : Math.max(LEAST, Math.round((count / most) * room));
}

export function activityBars(days: readonly Day[]): ActivityBar[] {
  const mostRotations = Math.max(1, ...days.map(({ rotations }) => rotations));
  const mostFailures = Math.max(1, ...days.map(({ failures }) => failures));
  return days.map((day) => ({
    day: day.day,
    words: `${dayWords(day.day)}: ${countWords(day)}`,
    up: height(day.rotations, mostRotations, UP),
    down: height(day.failures, Math.max(mostFailures, DOWN / 4), DOWN),
  }));
}
