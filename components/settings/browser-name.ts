const BROWSERS = [
  ["Edg/", "Edge"],
  ["OPR/", "Opera"],
  ["Firefox/", "Firefox"],
  ["Chrome/", "Chrome"],
  ["Safari/", "Safari"],
] as const;

const SYSTEMS = [
  ["Android", "Android"],
  ["iPhone", "iPhone"],
  ["iPad", "iPad"],
  ["Windows", "Windows"],
  ["Mac OS X", "macOS"],
  ["Linux", "Linux"],
] as const;

function firstIn(names: readonly (readonly [string, string])[], userAgent: string): string | undefined {
  return names.find(([sign]) => userAgent.includes(sign))?.[1];
}

/** "Firefox on Windows", for people to recognise. The order of the lists matters, because browsers name each other. */
export function browserName(userAgent: string | null): string {
  if (userAgent === null) return "Unknown browser";
  const browser = firstIn(BROWSERS, userAgent) ?? "Unknown browser";
  const system = firstIn(SYSTEMS, userAgent);
  return system === undefined ? browser : `${browser} on ${system}`;
}
