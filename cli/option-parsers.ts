import { constants } from "node:os";
import { InvalidArgumentError } from "commander";

/** HUP, hup or SIGHUP. */
export function parseSignal(text: string): NodeJS.Signals {
  const name = `SIG${text.toUpperCase().replace(/^SIG/, "")}`;
  const found = (Object.keys(constants.signals) as NodeJS.Signals[]).find((signal) => signal === name);
  if (found === undefined) throw new InvalidArgumentError("It should be a signal such as HUP or USR1.");
  return found;
}

export function parseSeconds(text: string): number {
  const seconds = Number(text);
  if (text.trim() === "" || !Number.isFinite(seconds) || seconds < 0 || seconds > 86_400) {
    throw new InvalidArgumentError("It should be a number of seconds from 0 to 86400.");
  }
  return seconds;
}
