/** Compares the provider's history with Phase's rows: I1, I2, I3, I3b, I6, I7, I8, intent and name. */
import type { CredentialState } from "@/lib/rotation/core/model";
import type { Expectation, Violation } from "./violation";
import {
  type Account,
  accountsIn,
  deletionsIn,
  mintNamesIn,
  type Observation,
  type ObservedCredential,
} from "./observation";

const LIVING: readonly CredentialState[] = ["MINTED", "ACTIVE", "EXPIRING", "REVOKING"];
const UNSETTLED: readonly CredentialState[] = ["SENDING", "UNKNOWN"];
const UNCERTAIN: readonly CredentialState[] = ["UNKNOWN", "DISCARDED"];

type Facts = {
  observation: Observation;
  expectation: Expectation;
  accounts: Map<string, Account>;
  /** Service account → its first deletion request. */
  firstDeletion: Map<string, number>;
  byAccount: Map<string, ObservedCredential>;
  byName: Map<string, ObservedCredential>;
  /** Types of the events of each credential. */
  eventTypes: Map<string, Set<string>>;
};

export function accountViolations(observation: Observation, expectation: Expectation): Violation[] {
  const facts: Facts = {
    observation,
    expectation,
    accounts: accountsIn(observation.history),
    firstDeletion: new Map(),
    byAccount: new Map(),
    byName: new Map(observation.credentials.map((row) => [row.serviceAccountName, row])),
    eventTypes: new Map(),
  };
  for (const { accountId, at } of deletionsIn(observation.history)) {
    facts.firstDeletion.set(accountId, Math.min(at, facts.firstDeletion.get(accountId) ?? at));
  }
  for (const { credentialId, type } of observation.events) {
    if (credentialId === null) continue;
    facts.eventTypes.set(credentialId, (facts.eventTypes.get(credentialId) ?? new Set()).add(type));
  }
  return [
    ...savedAccounts(facts),
    ...observation.credentials.flatMap((credential) => [
      ...exposure(facts, credential),
      ...revocationTime(facts, credential),
    ]),
    ...orphans(facts),
    ...strangers(facts),
    ...requests(facts),
  ];
}

const iso = (time: number): string => new Date(time).toISOString();

function savedAccounts({ observation, accounts, byAccount }: Facts): Violation[] {
  return observation.credentials.flatMap((credential): Violation[] => {
    const { id: subject, serviceAccountId, serviceAccountName } = credential;
    if (serviceAccountId === null) return [];
    const found: Violation[] = [];
    if (byAccount.has(serviceAccountId))
      found.push({ invariant: "I6", subject, text: `${serviceAccountId} is saved on another row too` });
    byAccount.set(serviceAccountId, credential);
    const name = accounts.get(serviceAccountId)?.name;
    if (name !== serviceAccountName)
      found.push({ invariant: "I6", subject, text: `asked for ${serviceAccountName}, saved ${name}` });
    return found;
  });
}

/** The period in which the credential's values were current. `until` null: they still are. */
function exposureOf(credential: ObservedCredential): { from: number; until: number | null } | null {
  if (credential.exposedAt === null) return null;
  const end = credential.replacedAt ?? (credential.state === "ACTIVE" ? null : credential.revokeAt);
  return { from: credential.exposedAt.getTime(), until: end?.getTime() ?? null };
}

/** Current credentials whose key is dead, without a record of it. */
export function untold({ credentials, exposedKeys }: Observation): ObservedCredential[] {
  return credentials.filter(
    ({ id, state, keyRemovedAt }) =>
      state === "ACTIVE" && exposedKeys.get(id) === null && keyRemovedAt === null,
  );
}

function whereUntold(observation: Observation, credential: ObservedCredential): Violation[] {
  if (!untold(observation).includes(credential)) return [];
  return [{ invariant: "I1c", subject: credential.id, text: "its key is dead, and nobody has noticed" }];
}

function exposure(
  { accounts, firstDeletion, observation, expectation }: Facts,
  credential: ObservedCredential,
): Violation[] {
  const exposed = exposureOf(credential);
  if (exposed === null) return [];
  const { id: subject, serviceAccountId } = credential;
  const account = serviceAccountId === null ? undefined : accounts.get(serviceAccountId);
  if (account === undefined)
    return [{ invariant: "I1", subject, text: "exposed, and there never was an account" }];
  if (account.removedElsewhere) return [];
  const { from, until } = exposed;
  const found: Violation[] = [];
  const isExposedAt = (time: number) => time >= from && (until === null || time < until);
  if (account.createdAt > from)
    found.push({
      invariant: "I1",
      subject,
      text: `exposed before its account was made, ${iso(account.createdAt)}`,
    });
  if (account.deletedAt !== null && (account.deletedAt < from || isExposedAt(account.deletedAt)))
    found.push({
      invariant: "I1",
      subject,
      text: `its key was dead while exposed, since ${iso(account.deletedAt)}`,
    });
  const deletion = firstDeletion.get(account.id);
  if (deletion !== undefined && isExposedAt(deletion))
    found.push({
      invariant: "I8",
      subject,
      text: `its deletion was asked for while exposed, ${iso(deletion)}`,
    });
  if (account.keyEndedElsewhere)
    return expectation.quiet ? [...found, ...whereUntold(observation, credential)] : found;
  if (credential.state === "ACTIVE" && observation.exposedKeys.get(subject) !== account.id)
    found.push({ invariant: "I1", subject, text: "the exposed key does not open its own account" });
  return found;
}

function revocationTime(facts: Facts, credential: ObservedCredential): Violation[] {
  const { accounts, firstDeletion, observation, expectation } = facts;
  const { id: subject, serviceAccountId, replacedAt, revokeAt } = credential;
  if (serviceAccountId === null || replacedAt === null || revokeAt === null) return [];
  const found: Violation[] = [];
  const withdrawn = facts.eventTypes.get(subject)?.has("credential.withdrawn") === true;
  const secret = observation.secrets.find(({ id }) => id === credential.rotatingSecretId);
  const delayMs = (secret?.revocationDelaySeconds ?? 0) * 1000;
  if (
    !withdrawn &&
    !breakGlassOf(observation, credential) &&
    revokeAt.getTime() - replacedAt.getTime() < delayMs
  )
    found.push({ invariant: "I3b", subject, text: "its revocation was planned before its delay is over" });
  const deletion = firstDeletion.get(serviceAccountId);
  if (!withdrawn && deletion !== undefined && deletion < revokeAt.getTime())
    found.push({
      invariant: "I3b",
      subject,
      text: `deleted at ${iso(deletion)}, due ${revokeAt.toISOString()}`,
    });
  if (expectation.latestRevocationMs !== null) {
    const latest = revokeAt.getTime() + expectation.latestRevocationMs;
    const end = accounts.get(serviceAccountId)?.deletedAt ?? observation.at.getTime();
    if (end > latest)
      found.push({ invariant: "I3", subject, text: `${end - revokeAt.getTime()} ms after it was due` });
  }
  return found;
}

function breakGlassOf({ events }: Observation, { rotatingSecretId }: ObservedCredential): boolean {
  return events.some(
    (event) =>
      event.rotatingSecretId === rotatingSecretId &&
      event.type === "rotating_secret.rotation_requested" &&
      JSON.stringify(event.detail).includes('"break_glass"'),
  );
}

function orphans({ accounts, byAccount, byName, eventTypes, expectation }: Facts): Violation[] {
  return [...accounts.values()].flatMap((account): Violation[] => {
    if (!account.requested || account.deletedAt !== null) return [];
    const saved = byAccount.get(account.id);
    if (saved !== undefined && LIVING.includes(saved.state)) return [];
    const row = saved ?? byName.get(account.name);
    if (row !== undefined && eventTypes.get(row.id)?.has("credential.forgotten") === true) return [];
    if (!expectation.quiet && row !== undefined && UNSETTLED.includes(row.state)) return [];
    const text = `${account.name} lives since ${iso(account.createdAt)}; its row is ${row?.state ?? "missing"}`;
    return [{ invariant: "I2", subject: account.id, text }];
  });
}

function strangers({ accounts, byAccount, byName, eventTypes, firstDeletion }: Facts): Violation[] {
  return [...firstDeletion.keys()].flatMap((subject): Violation[] => {
    const account = accounts.get(subject);
    if (account?.requested === true) {
      if (byAccount.has(subject)) return [];
      const row = byName.get(account.name);
      if (row !== undefined && wasLost(row, eventTypes)) return [];
    }
    return [
      {
        invariant: "I7",
        subject,
        text: `${account?.name ?? "an unknown account"} was none of ours to delete`,
      },
    ];
  });
}

/** Only then may its account be deleted by name. */
function wasLost(row: ObservedCredential, eventTypes: Facts["eventTypes"]): boolean {
  return UNCERTAIN.includes(row.state) || eventTypes.get(row.id)?.has("credential.outcome_unknown") === true;
}

function requests({ observation, byName }: Facts): Violation[] {
  const sent = new Set<string>();
  return mintNamesIn(observation.history).flatMap((name): Violation[] => {
    const found: Violation[] = [];
    if (!byName.has(name)) found.push({ invariant: "intent", subject: name, text: "sent without a row" });
    if (sent.has(name)) found.push({ invariant: "name", subject: name, text: "sent twice" });
    sent.add(name);
    return found;
  });
}
