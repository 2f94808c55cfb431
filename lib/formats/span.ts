const UNITS = { s: 1, m: 60, h: 3_600, d: 86_400 } as const;

/** Whole seconds, or a number with a unit: 90s, 15m, 12h, 30d. */
export const SPAN = /^(\d{1,9})([smhd])?$/;

/** The seconds of a text that matches `SPAN`. NaN for any other text. */
export function spanSeconds(text: string): number {
  const [, number = "", unit = "s"] = SPAN.exec(text) ?? [];
  return number === "" ? Number.NaN : Number(number) * UNITS[unit as keyof typeof UNITS];
}

/** Writes seconds in the largest unit that divides them, such as 30d for 2592000. */
export function writeSpan(seconds: number): string {
  const fitting = (["d", "h", "m"] as const).find((unit) => seconds > 0 && seconds % UNITS[unit] === 0);
  return fitting === undefined ? `${seconds}s` : `${seconds / UNITS[fitting]}${fitting}`;
}
