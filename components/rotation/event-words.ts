import { AUDIT_ACTION_NAMES, auditRow } from "@/lib/lists/audit-actions";
import { EVENT_TYPES, eventRow } from "@/lib/lists/events";
import { type Detail, type FactChange, type FactKind, factRow, namesIn } from "@/lib/lists/facts";
import { FAILURE_CODES, failureRow } from "@/lib/lists/failure-codes";
import { reasonWords } from "@/lib/lists/mint-reasons";
import { notificationLabel } from "@/lib/lists/notification-types";
import { delayInWords, durationInWords } from "./duration";

/** `environment`: the value is its ID, and the page knows its name. */
export type EventFact = { name: string; value: string; kind: FactKind | "environment" };
type Told = Readonly<Record<string, unknown>>;

/** The details of an event, in the order of its list, without empty ones. */
export function eventFacts(type: string, detail: Told): EventFact[] {
  const known = EVENT_TYPES.find((name) => name === type);
  return factsIn(detail, known && eventRow(known).detail);
}

/** The same for an audit entry. */
export function auditFacts(action: string, detail: Told): EventFact[] {
  const known = AUDIT_ACTION_NAMES.find((name) => name === action);
  return factsIn(detail, known && auditRow(known).detail);
}

/** Details stored by another version come last. */
function factsIn(detail: Told, known: Detail = []): EventFact[] {
  const names = new Set([...namesIn(known), ...Object.keys(detail)]);
  return [...names].flatMap((name) => {
    const value = detail[name];
    return value === undefined || value === null || value === "" ? [] : factsOf(name, value);
  });
}

function factsOf(name: string, value: unknown): EventFact[] {
  if (name === "changes" && Array.isArray(value) && value.every(isChange)) return value.map(changeFact);
  const because = name === "reason" ? reasonWords(value) : null;
  if (because !== null) return [{ name: "because", value: because, kind: "words" }];
  if (name === "environmentId" && typeof value === "string") {
    return [{ name: "environment", value, kind: "environment" }];
  }
  const told = inWords(name, value);
  if (told !== null) return [{ name: fieldWords(name), value: told, kind: "words" }];
  const { words, kind } = factRow(name) ?? ({ words: fieldWords(name), kind: "words" } as const);
  // A time or another word, such as "never".
  const isTime = kind !== "time" || !Number.isNaN(Date.parse(factValue(value)));
  return [{ name: words, value: factValue(value), kind: isTime ? kind : "words" }];
}

/** Another version may have stored something else. */
function isChange(value: unknown): value is FactChange {
  if (typeof value !== "object" || value === null || !("field" in value)) return false;
  return typeof value.field === "string" && ("changed" in value || ("before" in value && "after" in value));
}

function changeFact(change: FactChange): EventFact {
  if ("changed" in change) return { name: fieldWords(change.field), value: "changed", kind: "words" };
  const { field, before, after } = change;
  const words = (value: typeof before) =>
    value === null || value === "" ? "nothing" : (inWords(field, value) ?? String(value));
  return { name: fieldWords(field), value: `${words(before)} → ${words(after)}`, kind: "words" };
}

const CHOICES: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  when: { now: "immediately", keep_schedule: "at the scheduled time" },
  mode: { graceful: "graceful", break_glass: "break-glass" },
  sentBy: { email: "email", hand: "hand" },
  format: { standard: "Standard Webhooks", slack: "Slack" },
};

/** Words for a value that the API writes for programs. Null for any other. */
function inWords(name: string, value: unknown): string | null {
  if (typeof value === "number" && name.endsWith("Seconds")) {
    return name === "revocationDelaySeconds" ? delayInWords(value) : durationInWords(value);
  }
  if (typeof value !== "string") return null;
  if (name === "code") {
    const known = FAILURE_CODES.find((code) => code === value);
    return known === undefined ? null : failureRow(known).title;
  }
  if (name === "types" && value !== "") return value.split(" ").map(notificationLabel).join(", ");
  if (name === "reason" && /^[a-z_]+$/.test(value)) return value.replaceAll("_", " ");
  return CHOICES[name]?.[value] ?? null;
}

const FIELD_WORDS: Readonly<Record<string, string>> = {
  when: "next rotation",
  code: "failure",
  sentBy: "sent by",
  thirdPartyCredentialId: "third-party credential",
};

/** A field in the API's form: "outputs.key_id" → "outputs key id". */
function fieldWords(field: string): string {
  const known = FIELD_WORDS[field];
  if (known !== undefined) return known;
  return field
    .replace(/Seconds$/, "")
    .replace(".", " ")
    .replaceAll(/([a-z])([A-Z])/g, "$1 $2")
    .replaceAll("_", " ")
    .toLowerCase();
}

function factValue(value: unknown): string {
  if (typeof value === "string") return value;
  if (Array.isArray(value)) return value.map(factValue).join(", ");
  return JSON.stringify(value);
}
