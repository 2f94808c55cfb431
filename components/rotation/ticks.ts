import { timeDay, type TimeInterval, timeMinute, timeTicks, timeYear } from "d3-time";

const ABOUT = 4;

/** Some times for the axis, where days, hours or minutes begin for the reader. */
export function ticks({ start, end }: { start: number; end: number }): { at: number; label: string }[] {
  return timeTicks(new Date(start), new Date(end), ABOUT).map((at) => ({
    at: at.getTime(),
    label: tickLabel(at),
  }));
}

function tickLabel(at: Date): string {
  const begins = (unit: TimeInterval) => unit(at).getTime() === at.getTime();
  const options: Intl.DateTimeFormatOptions = begins(timeYear)
    ? { year: "numeric" }
    : begins(timeDay)
      ? { day: "numeric", month: "short" }
      : begins(timeMinute)
        ? { hour: "2-digit", minute: "2-digit" }
        : { hour: "2-digit", minute: "2-digit", second: "2-digit" };
  return new Intl.DateTimeFormat("en-GB", options).format(at);
}
