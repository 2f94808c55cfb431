import type { Scope } from "@/lib/api/service-tokens";

export const SCOPE_OPTIONS: readonly { scope: Scope; label: string; description: string }[] = [
  {
    scope: "secrets:read",
    label: "secrets:read",
    description: "Read the values of secrets: what a program needs.",
  },
  {
    scope: "rotation:manage",
    label: "rotation:manage",
    description: "Create, rotate, pause and delete rotating secrets.",
  },
  {
    scope: "credentials:manage",
    label: "credentials:manage",
    description: "Add, replace and delete third-party credentials.",
  },
  { scope: "admin", label: "admin", description: "Everything, members and tokens included." },
];

const DAY_MS = 86_400_000;

export const EXPIRY_OPTIONS = [
  { value: "30", label: "30 days" },
  { value: "90", label: "90 days" },
  { value: "365", label: "One year" },
  { value: "never", label: "Never" },
];

/** The moment that an expiry choice means; undefined for never. */
export function expiryAt(choice: string, now: number): string | undefined {
  return choice === "never" ? undefined : new Date(now + Number(choice) * DAY_MS).toISOString();
}
