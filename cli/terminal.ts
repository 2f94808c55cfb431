import { readStat } from "./processes";

export type Terminal = {
  /** This process has a controlling terminal, even if standard input is a pipe. */
  isThere: boolean;
  /** Input there, such as Ctrl-C, reaches this process and everything in its group. */
  isOurs(): boolean;
};

export function findTerminal(): Terminal {
  const own = process.platform === "linux" ? readStat("self") : null;
  if (own === null) return { isThere: process.stdin.isTTY, isOurs: () => process.stdin.isTTY };
  return {
    isThere: own.terminal !== 0,
    isOurs: () => {
      const now = readStat("self");
      return now !== null && now.terminal !== 0 && now.group === now.foreground;
    },
  };
}
