/** What events and audit entries can tell besides their type: each field has its words and its kind here, once. */
import * as z from "zod";

export type FactKind = "words" | "id" | "time";
type Fact = { words: string; kind: FactKind; schema: z.ZodType };

const id = z.string();
const time = z.iso.datetime();
const count = z.number().int();
const words = z.string();
const value = z.union([z.string(), z.number(), z.boolean(), z.null()]);

/** As `lib/audit-log/changes.ts` makes them. */
export const changesSchema = z.array(
  z.union([
    z.object({ field: z.string(), before: value, after: value }),
    // Of a secret field.
    z.object({ field: z.string(), changed: z.literal(true) }),
  ]),
);

export const FACTS = {
  serviceAccountName: { words: "service account name", kind: "id", schema: words },
  serviceAccountId: { words: "service account ID", kind: "id", schema: id.nullable() },
  keyId: { words: "key ID", kind: "id", schema: id.nullable() },
  /** Of a mint: a code of `lib/rotation/core/reasons.ts`. Elsewhere why a person or the worker did it. */
  reason: { words: "reason", kind: "words", schema: words.nullable() },
  code: { words: "code", kind: "words", schema: words },
  message: { words: "message", kind: "words", schema: words },
  status: { words: "status", kind: "words", schema: count },
  requestId: { words: "request ID", kind: "id", schema: id },
  warning: { words: "warning", kind: "words", schema: words },
  confirmation: { words: "confirmation", kind: "words", schema: words },
  revokeAt: { words: "revoke at", kind: "time", schema: time },
  keyExpiresAt: { words: "key expires at", kind: "time", schema: time },
  lastUsedAt: { words: "last used at", kind: "time", schema: time },
  mode: { words: "mode", kind: "words", schema: z.enum(["graceful", "break_glass"]) },
  when: { words: "when", kind: "words", schema: z.enum(["now", "keep_schedule"]) },
  owed: { words: "outstanding revocations", kind: "words", schema: count },
  environmentId: { words: "environment ID", kind: "id", schema: id.nullable() },
  projectId: { words: "project ID", kind: "id", schema: id },
  rotationIntervalSeconds: { words: "rotation interval seconds", kind: "words", schema: count },
  revocationDelaySeconds: { words: "revocation delay seconds", kind: "words", schema: count },
  changes: { words: "changes", kind: "words", schema: changesSchema },
  keys: { words: "keys", kind: "words", schema: count },
  created: { words: "created", kind: "words", schema: count },
  updated: { words: "updated", kind: "words", schema: count },
  skipped: { words: "skipped", kind: "words", schema: count },
  format: { words: "format", kind: "words", schema: words },
  types: { words: "types", kind: "words", schema: words },
  scopes: { words: "scopes", kind: "words", schema: words },
  /** `environment:role`, apart by blanks. */
  environmentRoles: { words: "roles in environments", kind: "words", schema: words },
  role: { words: "role", kind: "words", schema: words },
  sessionId: { words: "session ID", kind: "id", schema: id },
  ended: { words: "ended", kind: "words", schema: count },
  expiresAt: { words: "expires at", kind: "time", schema: z.union([time, z.literal("never")]) },
  tokensEnded: { words: "service tokens ended", kind: "words", schema: count },
  sentBy: { words: "sent by", kind: "words", schema: z.enum(["email", "hand"]) },
  because: { words: "because", kind: "words", schema: words },
  count: { words: "times", kind: "words", schema: count },
  entries: { words: "entries", kind: "words", schema: count },
  through: { words: "up to position", kind: "words", schema: count },
  olderThanDays: { words: "older than days", kind: "words", schema: count },
  after: { words: "after", kind: "id", schema: id },
  sessionsEnded: { words: "sessions ended", kind: "words", schema: count },
} as const satisfies Record<string, Fact>;

export type FactName = keyof typeof FACTS;
type Shape<Name extends FactName> = { [Each in Name]: (typeof FACTS)[Each]["schema"] };

/** The schema of a detail that holds these facts, shown in this order. */
export function facts<const Name extends FactName = never>(...names: Name[]): z.ZodObject<Shape<Name>> {
  // Object.fromEntries forgets the names, which are exactly those of the shape.
  return z.strictObject(
    Object.fromEntries(names.map((name) => [name, FACTS[name].schema])) as unknown as Shape<Name>,
  );
}
