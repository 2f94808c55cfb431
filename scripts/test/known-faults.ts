/**
 * Faults of the packages of Phase and its tools, and the first version of each line without them. A line is a
 * major version. Lines above the highest listed one never had the fault.
 */
export type KnownFault = { name: string; fixedIn: readonly string[]; source: string };

export const KNOWN_FAULTS: readonly KnownFault[] = [
  { name: "next", fixedIn: ["14.2.25", "15.2.3"], source: "CVE-2025-29927" },
  { name: "next", fixedIn: ["15.5.7", "16.0.7"], source: "CVE-2025-66478" },
  { name: "next", fixedIn: ["16.1.7"], source: "CVE-2026-27978" },
  { name: "next-auth", fixedIn: ["4.24.12"], source: "GHSA-5jpx-9hw9-2fx4" },
  { name: "nodemailer", fixedIn: ["7.0.7"], source: "CVE-2025-13033" },
  { name: "nodemailer", fixedIn: ["7.0.11"], source: "CVE-2025-14874" },
  { name: "jose", fixedIn: ["2.0.7", "4.15.5"], source: "CVE-2024-28176" },
  { name: "cookie", fixedIn: ["0.7.0"], source: "CVE-2024-47764" },
  { name: "pg", fixedIn: ["7.1.2"], source: "CVE-2017-16082" },
  { name: "zod", fixedIn: ["3.22.3"], source: "CVE-2023-4316" },
  { name: "marked", fixedIn: ["4.0.10"], source: "CVE-2022-21681" },
  { name: "preact", fixedIn: ["10.28.2"], source: "CVE-2026-22028" },
  { name: "nanoid", fixedIn: ["3.3.8", "5.0.9"], source: "CVE-2024-55565" },
  { name: "postcss", fixedIn: ["8.4.31"], source: "CVE-2023-44270" },
  { name: "@babel/runtime", fixedIn: ["7.26.10"], source: "CVE-2025-27789" },
  { name: "swagger-ui-dist", fixedIn: ["4.1.3"], source: "GHSA-qrmm-w75w-3wpx" },
  { name: "node", fixedIn: ["20.20.0", "22.22.0", "24.13.0"], source: "CVE-2025-55131" },
  { name: "esbuild", fixedIn: ["0.25.0"], source: "GHSA-67mh-4wv8-2f99" },
  { name: "playwright", fixedIn: ["1.55.1"], source: "CVE-2025-59288" },
  { name: "vitest", fixedIn: ["1.6.1", "2.1.9", "3.0.5"], source: "CVE-2025-24964" },
  { name: "semver", fixedIn: ["5.7.2", "6.3.1", "7.5.2"], source: "CVE-2022-25883" },
  { name: "cross-spawn", fixedIn: ["6.0.6", "7.0.5"], source: "CVE-2024-21538" },
  { name: "braces", fixedIn: ["3.0.3"], source: "CVE-2024-4068" },
  { name: "json5", fixedIn: ["1.0.2", "2.2.2"], source: "CVE-2022-46175" },
  {
    name: "brace-expansion",
    fixedIn: ["1.1.12", "2.0.2", "3.0.1", "4.0.1"],
    source: "CVE-2025-5889",
  },
];

/** Whether this version of a package has the fault. */
export function isFaulty(version: string, fixedIn: readonly string[]): boolean {
  const [major = 0, ...rest] = numbersOf(version);
  const lines = fixedIn.map(numbersOf);
  const line = lines.find(([its]) => its === major);
  if (line === undefined) return major < Math.max(...lines.map(([its = 0]) => its));
  const [minor = 0, patch = 0] = rest;
  const [, leastMinor = 0, leastPatch = 0] = line;
  return minor === leastMinor ? patch < leastPatch : minor < leastMinor;
}

function numbersOf(version: string): number[] {
  return version.split(/[.-]/, 3).map(Number);
}
