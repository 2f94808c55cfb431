import { scrub } from "@/lib/log";

const LONGEST = 300;

/** What an e-mail server or library said, in one line without secrets: safe to store and to show. */
export function excerptOf(error: unknown): string {
  const text = error instanceof Error ? error.message : String(error);
  return scrub(text).replaceAll(/\s+/g, " ").trim().slice(0, LONGEST);
}
