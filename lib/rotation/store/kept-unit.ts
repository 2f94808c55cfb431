/**
 * A unit of work on one rotating secret whose rows were read before, and whose changes are collected until
 * its end: always two statements. If it needs anything else, it throws `NeedsTransaction`, and the unit is
 * repeated in a transaction.
 */
import { v7 as uuidv7 } from "uuid";
import { type AuditRow, auditEntryOf } from "@/lib/audit-log/record-audit";
import type { HeardRows, Listeners, NewNotification } from "./change-listener";
import { WAITING_STATES } from "../core/lifecycle";
import type { WakeUp } from "@/lib/queue/queue";
import type { CredentialState } from "../core/model";
import { newCredential } from "./new-rows";
import { LIVE_STATES } from "./pending";
import type { SecretRows } from "./secret-rows";
import type { CredentialRow, NewEvent, SecretRow, Unit } from "./store";

/** A unit that reads or writes more than the rows of one secret. */
export class NeedsTransaction extends Error {
  override readonly name = "NeedsTransaction";
}

export type CredentialChange = { id: string; from: CredentialState; patch: Partial<CredentialRow> };

/** What a unit wants to write. */
export type Kept = {
  secret: Partial<SecretRow>;
  inserted: CredentialRow[];
  /** One for each credential, in the order of their first changes. */
  changed: Map<string, CredentialChange>;
  touchesOutputs: boolean;
  events: (NewEvent & { id: string })[];
  audits: AuditRow[];
  notifications: NewNotification[];
  wakeUps: WakeUp[];
};

export function keptUnit(
  { now, secret: read, credentials, roots }: SecretRows,
  listeners: Listeners,
): { unit: Unit; kept: Kept; close: () => Promise<void> } {
  const kept: Kept = {
    secret: {},
    inserted: [],
    changed: new Map(),
    touchesOutputs: false,
    events: [],
    audits: [],
    notifications: [],
    wakeUps: [],
  };
  let secret = read;
  const rows = new Map(credentials);
  const heard: HeardRows = {
    healthFacts: async () => (secret.deletedAt === null ? healthFacts(secret, [...rows.values()]) : null),
    async setToldHealth(_id, toldHealth) {
      Object.assign(kept.secret, { toldHealth });
    },
    async lastFailure(id) {
      const { rotatingSecretId, lastFailureCode, lastFailureMessage } = rows.get(id) ?? refuse();
      const failure = { code: lastFailureCode ?? "internal", message: lastFailureMessage ?? "" };
      return { rotatingSecretId, failure };
    },
    async insert(notification) {
      kept.notifications.push(notification);
    },
  };
  const listener = listeners.listen(heard);
  const unit: Unit = {
    now,
    async lockSecret(id) {
      if (id !== secret.id) refuse();
      listener.secretLocked(id);
      return secret;
    },
    async updateSecret(id, patch) {
      if (id !== secret.id) refuse();
      listener.secretChanged(patch);
      const change = defined(patch);
      // Other parts of the same unit see a deletion and the end of a creation.
      if ("deletedAt" in change) refuse();
      Object.assign(kept.secret, change);
      secret = { ...secret, ...change };
      return secret;
    },
    rootCredential: async (id) => roots.get(id) ?? refuse(),
    credential: async (id) => rows.get(id) ?? refuse(),
    async credentialsIn(rotatingSecretId, states) {
      if (rotatingSecretId !== secret.id || !states.every((state) => LIVE_STATES.has(state))) refuse();
      const found = [...rows.values()].filter(({ state }) => states.includes(state));
      return found.sort((one, other) => (one.id < other.id ? -1 : 1));
    },
    async insertCredential(row) {
      if (row.rotatingSecretId !== secret.id) refuse();
      const credential = newCredential(uuidv7(), row, now);
      rows.set(credential.id, credential);
      kept.inserted.push(credential);
      return credential;
    },
    async updateCredential(id, from, patch) {
      const row = rows.get(id) ?? refuse();
      if (kept.inserted.some((inserted) => inserted.id === id)) refuse();
      if (row.state !== from) return false;
      const change = defined(patch);
      rows.set(id, { ...row, ...change });
      const first = kept.changed.get(id) ?? { id, from, patch: {} };
      kept.changed.set(id, { ...first, patch: { ...first.patch, ...change } });
      await listener.credentialChanged(id, from, patch);
      return true;
    },
    async touchOutputs(rotatingSecretId) {
      if (rotatingSecretId !== secret.id) refuse();
      kept.touchesOutputs = true;
    },
    async recordEvent(event) {
      const id = uuidv7();
      kept.events.push({ ...event, id });
      const { credentialId = null, ...told } = event;
      await listener.event({ ...told, credentialId });
      return id;
    },
    async recordAudit(by, action, subject, detail) {
      kept.audits.push(auditEntryOf(by, action, subject, detail));
    },
    async wakeMint(rotatingSecretId, at) {
      kept.wakeUps.push({ rotatingSecretId, at });
    },
    async wakeSettle(credentialId, at) {
      kept.wakeUps.push({ credentialId, at });
    },
    ...OF_A_TRANSACTION,
  };
  return { unit, kept, close: () => listener.close() };
}

/** Whether the unit changes anything. */
export function isEmpty({ secret, inserted, changed, touchesOutputs, events, audits }: Kept): boolean {
  const rows = inserted.length + changed.size + events.length + audits.length;
  return rows === 0 && !touchesOutputs && Object.keys(secret).length === 0;
}

const refuse = (): never => {
  throw new NeedsTransaction("The unit needs a transaction.");
};
const refused = () => Promise.reject(new NeedsTransaction("The unit needs a transaction."));

const OF_A_TRANSACTION = {
  insertRotatingSecret: refused,
  holdRootCredential: refused,
  updateRootCredential: refused,
  parkRoot: refused,
  markRoot: refused,
  hurrySettlements: refused,
  settlementsInOutage: refused,
  keysInUse: refused,
  planLook: refused,
  putOffLooks: refused,
  credentialsOfAccount: refused,
  insertFoundCredential: refused,
  planInventory: refused,
  historyLostAt: refused,
  insertOutputs: refused,
  replaceOutputs: refused,
  removeOutputs: refused,
} satisfies Partial<Unit>;

/** Like the listeners' own query. */
function healthFacts(secret: SecretRow, credentials: CredentialRow[]) {
  const failing = credentials
    .filter(({ state, failureCount }) => WAITING_STATES.includes(state) && failureCount > 0)
    .sort((one, other) => Number(other.lastFailureAt) - Number(one.lastFailureAt));
  const { toldHealth: told, pauseReason, failureCount } = secret;
  const stands = failureCount > 0 ? secret : failing[0];
  const [code, message] = [stands?.lastFailureCode ?? null, stands?.lastFailureMessage ?? null];
  return { told, pauseReason, failureCount, failingRevocations: failing.length, code, message };
}

/** The patch in the form of a database client: an undefined entry changes nothing. */
export function defined<Patch extends object>(patch: Patch): Patch {
  return Object.fromEntries(Object.entries(patch).filter(([, value]) => value !== undefined)) as Patch;
}
