/** The details of events and audit entries. Each field has its words and its kind in this list. */
export type FactKind = "words" | "id" | "time";
/** `value` exists only for the types. */
type Fact<Value> = { words: string; kind: FactKind; value?: Value };

const fact = <Value>(words: string, kind: FactKind = "words"): Fact<Value> => ({ words, kind });

type Plain = string | number | boolean | null;
/** In the form of `lib/audit-log/changes.ts`. For a secret field, only that it changed. */
export type FactChange = { field: string; before: Plain; after: Plain } | { field: string; changed: true };

export const FACTS = {
  serviceAccountName: fact<string>("service account name", "id"),
  serviceAccountId: fact<string | null>("service account ID", "id"),
  keyId: fact<string | null>("key ID", "id"),
  /** For a mint: a code of `lib/rotation/core/reasons.ts`. Otherwise why a person or the worker did it. */
  reason: fact<string | null>("reason"),
  code: fact<string>("code"),
  message: fact<string>("message"),
  status: fact<number>("status"),
  requestId: fact<string>("request ID", "id"),
  warning: fact<string>("warning"),
  confirmation: fact<string>("confirmation"),
  revokeAt: fact<string>("revoke at", "time"),
  keyExpiresAt: fact<string>("key expires at", "time"),
  lastUsedAt: fact<string>("last used at", "time"),
  mode: fact<"graceful" | "break_glass">("mode"),
  /** The rotation that was already requested. */
  rotationId: fact<string>("rotation ID", "id"),
  when: fact<"now" | "keep_schedule">("when"),
  owed: fact<number>("outstanding revocations"),
  environmentId: fact<string | null>("environment ID", "id"),
  projectId: fact<string>("project ID", "id"),
  rotationIntervalSeconds: fact<number>("rotation interval seconds"),
  revocationDelaySeconds: fact<number>("revocation delay seconds"),
  changes: fact<readonly FactChange[]>("changes"),
  keys: fact<number>("keys"),
  created: fact<number>("created"),
  updated: fact<number>("updated"),
  skipped: fact<number>("skipped"),
  format: fact<string>("format"),
  types: fact<string>("types"),
  scopes: fact<string>("scopes"),
  /** `environment:role`, separated by spaces. */
  environmentRoles: fact<string>("roles in environments"),
  role: fact<string>("role"),
  sessionId: fact<string>("session ID", "id"),
  ended: fact<number>("ended"),
  expiresAt: fact<string>("expires at", "time"),
  tokensEnded: fact<number>("service tokens ended"),
  sentBy: fact<"email" | "hand">("sent by"),
  because: fact<string>("because"),
  count: fact<number>("times"),
  entries: fact<number>("entries"),
  through: fact<number>("up to position"),
  olderThanDays: fact<number>("older than days"),
  after: fact<string>("after", "id"),
  environments: fact<string>("environments"),
  secretsDeleted: fact<number>("secrets deleted"),
  sessionsEnded: fact<number>("sessions ended"),
} as const;

export type FactName = keyof typeof FACTS;
type ValueOf<Name extends FactName> = (typeof FACTS)[Name] extends Fact<infer Value> ? Value : never;

/** The facts of an event or entry, in display order. A question mark makes one optional. */
export type Detail = readonly (FactName | `${FactName}?`)[];

type NameOf<Given> = Given extends `${infer Name extends FactName}?` ? Name : never;
export type ValuesOf<Given extends Detail> = Given extends readonly []
  ? Record<string, never>
  : { [Name in Extract<Given[number], FactName>]: ValueOf<Name> } & {
      [Each in Exclude<Given[number], FactName> as NameOf<Each>]?: ValueOf<NameOf<Each>> | undefined;
    };

/** The fields of a detail, without the question marks. */
export function namesIn(detail: Detail): string[] {
  return detail.map((name) => name.replace("?", ""));
}

/** The row of a field. Null if this version doesn't know it. */
export function factRow(name: string): Fact<unknown> | null {
  return isKnown(name) ? FACTS[name] : null;
}

function isKnown(name: string): name is FactName {
  return Object.hasOwn(FACTS, name);
}
