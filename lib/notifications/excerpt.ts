import { scrub } from "@/lib/log";

const LONGEST = 300;

/** What an email server or library said, as one line without secrets. Safe to store and show. */
export function excerptOf(error: unknown): string {
  const text = error instanceof Error ? error.message : String(error);
  return scrub(text).replaceAll(/\s+/g, " ").trim().slice(0, LONGEST);
}
