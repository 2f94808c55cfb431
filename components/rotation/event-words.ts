import type { RotationEvent } from "@/lib/api/rotating-secrets";

/** "credential.mint_failed" → "Credential mint failed". */
export function eventTitle(type: string): string {
  const words = type.replaceAll(/[._]/g, " ").trim();
  return words.charAt(0).toUpperCase() + words.slice(1);
}

/** `user:ada@example.com` → who, and what kind of actor it was. */
export function eventActor(actor: string): { kind: string; name: string } {
  const [kind = "", ...rest] = actor.split(":");
  const name = rest.join(":");
  if (kind === "system") return { kind: "Worker", name: name.replaceAll("-", " ") };
  if (kind === "token") return { kind: "Service token", name };
  return { kind: "Person", name: name === "" ? actor : name };
}

/** The event's details, a line of "name value" pairs; empty ones and ids that stand elsewhere are left out. */
export function eventFacts(event: RotationEvent): { name: string; value: string }[] {
  return Object.entries(event.detail)
    .filter(([, value]) => value !== null && value !== "")
    .map(([name, value]) => ({ name: factName(name), value: factValue(value) }));
}

function factName(name: string): string {
  return name
    .replaceAll(/([a-z])([A-Z])/g, "$1 $2")
    .replaceAll("_", " ")
    .toLowerCase();
}

function factValue(value: unknown): string {
  if (typeof value === "string") return value;
  if (Array.isArray(value)) return value.map(factValue).join(", ");
  return JSON.stringify(value);
}
