import { constants } from "node:os";
import { InvalidArgumentError } from "commander";
import { spanSeconds } from "@/lib/formats/span";

/** HUP, hup or SIGHUP. */
export function parseSignal(text: string): NodeJS.Signals {
  const name = `SIG${text.toUpperCase().replace(/^SIG/, "")}`;
  const found = (Object.keys(constants.signals) as NodeJS.Signals[]).find((signal) => signal === name);
  if (found === undefined) throw new InvalidArgumentError("Use a signal such as HUP or USR1.");
  return found;
}

/** At most a day. */
export function parseSeconds(text: string): number {
  return secondsFrom(0, text);
}

/** Like `parseSeconds`, but not so short that requests never stop. */
export function parseInterval(text: string): number {
  return secondsFrom(0.01, text);
}

/** A number of seconds, or one with a unit: 30, 30s, 2m, 1h. */
export function parseDuration(text: string): number {
  const [, number = "", unit = "s"] = /^(\d+(?:\.\d+)?)([smh])?$/.exec(text) ?? [];
  const seconds = number === "" ? NaN : Number(number) * { s: 1, m: 60, h: 3_600 }[unit as "s" | "m" | "h"];
  if (!(seconds <= 86_400)) throw new InvalidArgumentError("Use a time up to a day, such as 30s or 5m.");
  return seconds;
}

/** Parses a label, which is written as name=value. An empty text means no labels. */
export function parseLabel(text: string): Record<string, string> {
  if (text === "") return {};
  const [, name, value] = /^([^=]+)=(.+)$/s.exec(text) ?? [];
  if (name === undefined || value === undefined)
    throw new InvalidArgumentError("Use name=value, such as team=billing.");
  return { [name]: value };
}

/** A lifetime in days, up to ten years. Null: never expires. */
export function parseDays(text: string): number | null {
  if (text === "never") return null;
  const days = Number(text);
  if (!Number.isInteger(days) || days < 1 || days > 3_650) {
    throw new InvalidArgumentError("Use a number of days from 1 to 3650, or never.");
  }
  return days;
}

function secondsFrom(least: number, text: string): number {
  const seconds = Number(text);
  if (text.trim() === "" || !Number.isFinite(seconds) || seconds < least || seconds > 86_400) {
    throw new InvalidArgumentError(`Use a number of seconds from ${least} to 86400.`);
  }
  return seconds;
}

/** Whole seconds, or a number with a unit: 90s, 15m, 12h, 30d. */
export function parseSpan(text: string): number {
  const seconds = spanSeconds(text);
  if (Number.isNaN(seconds)) throw new InvalidArgumentError("Use a time such as 90s, 15m, 12h or 30d.");
  return seconds;
}

/** A time in UTC, or relative to now: 90d. */
export function parseTime(text: string): string {
  const time = /^\d{1,5}d$/.test(text) ? Date.now() + parseSpan(text) * 1000 : Date.parse(text);
  if (Number.isNaN(time) || (!/^\d{4}-/.test(text) && !text.endsWith("d")))
    throw new InvalidArgumentError("Use a time such as 2026-12-31T00:00:00Z, or days such as 90d.");
  return new Date(time).toISOString();
}

export function parseCount(text: string): number {
  const count = Number(text);
  if (!/^\d+$/.test(text) || count < 1 || count > 100_000)
    throw new InvalidArgumentError("Use a number from 1 to 100000.");
  return count;
}
