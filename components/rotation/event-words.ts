import { z } from "zod";
import type { RotationEvent } from "@/lib/api/rotating-secrets";
import { reasonWords } from "@/lib/rotation/core/reasons";

/** Words that are not what taking a type apart would make of them. */
const NAMES: Record<string, string> = { "third party credential": "third-party credential" };

/** "credential.mint_failed" → "Credential mint failed"; in its own list a rotating secret need not be named. */
export function eventTitle(type: string, leaveOut = ""): string {
  const [subject = "", ...rest] = type.split(".");
  const subjectWords = subject === leaveOut ? "" : subject.replaceAll("_", " ");
  const words = [NAMES[subjectWords] ?? subjectWords, ...rest.map((part) => part.replaceAll("_", " "))];
  const title = words.join(" ").trim();
  return title.charAt(0).toUpperCase() + title.slice(1);
}

/** `user:ada@example.com` → who, and what kind of actor it was. The worker is nobody in particular. */
export function eventActor(actor: string): { kind: string; name: string } {
  const [kind = "", ...rest] = actor.split(":");
  const name = rest.join(":");
  if (kind === "system") return { kind: "Worker", name: name === "worker" ? "" : name.replaceAll("-", " ") };
  if (kind === "token") return { kind: "Service token", name };
  return { kind: "Person", name: name === "" ? actor : name };
}

export type EventFact = { name: string; value: string; kind: "words" | "id" | "time" };

/** The event's details in words; empty ones are left out. */
export function eventFacts(detail: RotationEvent["detail"]): EventFact[] {
  return Object.entries(detail)
    .filter(([, value]) => value !== null && value !== "")
    .flatMap(([name, value]): EventFact[] => {
      const changes = name === "changes" ? changesSchema.safeParse(value).data : undefined;
      if (changes !== undefined) return changes.map(changeFact);
      const because = name === "reason" ? reasonWords(value) : null;
      if (because !== null) return [{ name: "because", value: because, kind: "words" }];
      return [{ name: factName(name), value: factValue(value), kind: factKind(name, value) }];
    });
}

const valueSchema = z.union([z.string(), z.number(), z.boolean(), z.null()]);
/** As `lib/changes.ts` makes them. */
const changesSchema = z.array(z.object({ field: z.string(), before: valueSchema, after: valueSchema }));

function changeFact({ field, before, after }: z.output<typeof changesSchema>[number]): EventFact {
  const words = (value: z.output<typeof valueSchema>) =>
    value === null || value === "" ? "nothing" : `${value}`;
  return {
    name: factName(field.replace(".", " ")),
    value: `${words(before)} → ${words(after)}`,
    kind: "words",
  };
}

const TIME = /^\d{4}-\d\d-\d\dT[\d:.]+Z$/;

function factKind(name: string, value: unknown): EventFact["kind"] {
  if (typeof value === "string" && TIME.test(value)) return "time";
  return /(?:Id|Name)$/.test(name) ? "id" : "words";
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
