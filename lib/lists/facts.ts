/** What events and audit entries can tell besides their type: each field has its words and its kind here, once. */
export type FactKind = "words" | "id" | "time";
/** `value` is there for the types alone. */
type Fact<Value> = { words: string; kind: FactKind; value?: Value };

const fact = <Value>(words: string, kind: FactKind = "words"): Fact<Value> => ({ words, kind });

type Plain = string | number | boolean | null;
/** As `lib/audit-log/changes.ts` makes them: of a secret field, only that it changed. */
export type FactChange = { field: string; before: Plain; after: Plain } | { field: string; changed: true };

export const FACTS = {
  serviceAccountName: fact<string>("service account name", "id"),
  serviceAccountId: fact<string | null>("service account ID", "id"),
  keyId: fact<string | null>("key ID", "id"),
  /** Of a mint: a code of `lib/rotation/core/reasons.ts`. Elsewhere why a person or the worker did it. */
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
  /** The rotation that was asked for already. */
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
  /** `environment:role`, apart by blanks. */
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

/** The facts of an event or an entry, in the order in which they are shown. One with a question mark may be left out. */
export type Detail = readonly (FactName | `${FactName}?`)[];

type NameOf<Given> = Given extends `${infer Name extends FactName}?` ? Name : never;
export type ValuesOf<Given extends Detail> = Given extends readonly []
  ? Record<string, never>
  : { [Name in Extract<Given[number], FactName>]: ValueOf<Name> } & {
      [Each in Exclude<Given[number], FactName> as NameOf<Each>]?: ValueOf<NameOf<Each>> | undefined;
    };

/** The fields of a detail, without what says whether they are always there. */
export function namesIn(detail: Detail): string[] {
  return detail.map((name) => name.replace("?", ""));
}

/** The row of a field; null of one that this version does not know. */
export function factRow(name: string): Fact<unknown> | null {
  return isKnown(name) ? FACTS[name] : null;
}

function isKnown(name: string): name is FactName {
  return Object.hasOwn(FACTS, name);
}
