import { clockTime } from "@/components/ui/time-words";
import { durationInWords } from "./duration";

const DAY_SECONDS = 86_400;

type Plan = { intervalSeconds: number; delaySeconds: number; projectName: string; now: number; zone: string };

/** What creating a rotating secret with this schedule starts. */
export function planInWords({ intervalSeconds, delaySeconds, projectName, now, zone }: Plan): string[] {
  const interval = durationInWords(intervalSeconds);
  // Whole days come at the same time of day, except for clock changes.
  const at = intervalSeconds % DAY_SECONDS === 0 ? ` at about ${clockTime(now, zone)}` : "";
  return [
    `Phase creates the first key in ${projectName} now.`,
    `A new key takes its place every ${interval.replace(/^1 (\w+)$/, "$1")}${at}.`,
    delaySeconds === 0
      ? "The previous key stops working at each rotation."
      : `Two keys are valid for ${durationInWords(delaySeconds)} after each rotation.`,
  ];
}
