import type { Scope } from "@/lib/access/scopes";

export const SCOPE_OPTIONS: readonly { value: Scope; description: string }[] = [
  {
    value: "secrets:read",
    description: "Read the values of secrets. Enough for most programs.",
  },
  {
    value: "rotation:manage",
    description: "Create, rotate, pause and delete rotating secrets.",
  },
  {
    value: "credentials:manage",
    description: "Add, replace and delete third-party credentials.",
  },
  { value: "admin", description: "Everything, including members and tokens." },
];

const DAY_MS = 86_400_000;

export const EXPIRY_OPTIONS = [
  { value: "30", label: "30 days" },
  { value: "90", label: "90 days" },
  { value: "365", label: "One year" },
  { value: "never", label: "Never" },
];

/** The time of an expiry choice. Null for never. */
export function expiryAt(choice: string, now: number): string | null {
  return choice === "never" ? null : new Date(now + Number(choice) * DAY_MS).toISOString();
}
