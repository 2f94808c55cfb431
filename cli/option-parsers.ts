import { constants } from "node:os";
import { InvalidArgumentError } from "commander";

/** HUP, hup or SIGHUP. */
export function parseSignal(text: string): NodeJS.Signals {
  const name = `SIG${text.toUpperCase().replace(/^SIG/, "")}`;
  const found = (Object.keys(constants.signals) as NodeJS.Signals[]).find((signal) => signal === name);
  if (found === undefined) throw new InvalidArgumentError("It should be a signal such as HUP or USR1.");
  return found;
}

/** A day at most. */
export function parseSeconds(text: string): number {
  return secondsFrom(0, text);
}

/** As `parseSeconds`, and not so short that asking never stops. */
export function parseInterval(text: string): number {
  return secondsFrom(0.01, text);
}

/** A number of seconds, or one with a unit: 30, 30s, 2m, 1h. */
export function parseDuration(text: string): number {
  const [, number = "", unit = "s"] = /^(\d+(?:\.\d+)?)([smh])?$/.exec(text) ?? [];
  const seconds = number === "" ? NaN : Number(number) * { s: 1, m: 60, h: 3_600 }[unit as "s" | "m" | "h"];
  if (!(seconds <= 86_400))
    throw new InvalidArgumentError("It should be a time up to a day, such as 30s or 5m.");
  return seconds;
}

/** How long something counts: days, up to ten years; null for ever. */
export function parseDays(text: string): number | null {
  if (text === "never") return null;
  const days = Number(text);
  if (!Number.isInteger(days) || days < 1 || days > 3_650) {
    throw new InvalidArgumentError("It should be a number of days from 1 to 3650, or never.");
  }
  return days;
}

function secondsFrom(least: number, text: string): number {
  const seconds = Number(text);
  if (text.trim() === "" || !Number.isFinite(seconds) || seconds < least || seconds > 86_400) {
    throw new InvalidArgumentError(`It should be a number of seconds from ${least} to 86400.`);
  }
  return seconds;
}
