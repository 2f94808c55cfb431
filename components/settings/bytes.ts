const UNITS = ["bytes", "kB", "MB", "GB", "TB"] as const;

/** "1.5 GB": two digits where they say something. Units of 1000, as disks are sold. */
export function bytesInWords(bytes: number): string {
  let [amount, unit] = [bytes, 0];
  while (amount >= 999.5 && unit < UNITS.length - 1) [amount, unit] = [amount / 1000, unit + 1];
  const digits = unit > 0 && amount < 9.95 ? 1 : 0;
  return `${amount.toFixed(digits)} ${UNITS[unit] ?? ""}`;
}
