/** What a chaos run leaves to be judged: the provider's own history, and Phase's rows. */
import type { Event, MintedCredential, RotatingSecret } from "@/lib/generated/prisma/client";
import type { HistoryEntry } from "@/simulator/model";

export type ObservedSecret = Pick<
  RotatingSecret,
  | "id"
  | "pauseReason"
  | "deletedAt"
  | "revocationDelaySeconds"
  | "retryAt"
  | "rotateRequestedAt"
  | "nextRotationAt"
>;
export type ObservedCredential = Pick<
  MintedCredential,
  | "id"
  | "rotatingSecretId"
  | "state"
  | "serviceAccountName"
  | "serviceAccountId"
  | "exposedAt"
  | "replacedAt"
  | "revokeAt"
  | "nextCheckAt"
  | "keyRemovedAt"
>;
export type ObservedEvent = Pick<Event, "id" | "rotatingSecretId" | "credentialId" | "type" | "detail">;

export type Observation = {
  at: Date;
  history: readonly HistoryEntry[];
  secrets: readonly ObservedSecret[];
  credentials: readonly ObservedCredential[];
  /** Ordered by id: a unit's events are written under their secret's lock. */
  events: readonly ObservedEvent[];
  /** The current credential → the service account that its stored key belongs to at the provider. Null if none. */
  exposedKeys: ReadonlyMap<string, string | null>;
};

export type Account = {
  id: string;
  name: string;
  /** By a request, rather than past the API. */
  requested: boolean;
  createdAt: number;
  deletedAt: number | null;
  /** Deleted outside the API, by someone else. */
  removedElsewhere: boolean;
  /** Its key was deleted, disabled or limited outside the API. */
  keyEndedElsewhere: boolean;
};

export type Deletion = { accountId: string; at: number };

/** Every service account that ever was, by its id. */
export function accountsIn(history: readonly HistoryEntry[]): Map<string, Account> {
  const accounts = new Map<string, Account>();
  const effects = history.filter(({ effect }) => effect !== null);
  effects.sort((one, other) => (one.effectAt ?? 0) - (other.effectAt ?? 0));
  for (const { effect, effectAt, method, name, serviceAccountId } of effects) {
    if (serviceAccountId === null || effectAt === null) continue;
    const account = accounts.get(serviceAccountId);
    if (effect === "created") {
      accounts.set(serviceAccountId, {
        id: serviceAccountId,
        name: name ?? "",
        requested: method !== "CONTROL",
        createdAt: effectAt,
        deletedAt: null,
        removedElsewhere: false,
        keyEndedElsewhere: false,
      });
    } else if (account !== undefined && effect !== "deleted") {
      account.keyEndedElsewhere ||= method === "CONTROL";
    } else if (account !== undefined) {
      account.deletedAt = effectAt;
      account.removedElsewhere = method === "CONTROL";
    }
  }
  return accounts;
}

const ACCOUNTS = /\/service_accounts(?:\?|$)/;
const ACCOUNT = /\/service_accounts\/([^/?]+)(?:\?|$)/;

/** Every request to delete a service account, whatever its result. `at` is when it arrived. */
export function deletionsIn(history: readonly HistoryEntry[]): Deletion[] {
  return history.flatMap(({ method, path, at }): Deletion[] => {
    const [, accountId] = method === "DELETE" ? (ACCOUNT.exec(path) ?? []) : [];
    return accountId === undefined ? [] : [{ accountId: decodeURIComponent(accountId), at }];
  });
}

/** The names that mint requests asked for. */
export function mintNamesIn(history: readonly HistoryEntry[]): string[] {
  return history.flatMap(({ method, path, name }) =>
    method === "POST" && ACCOUNTS.test(path) ? [name ?? ""] : [],
  );
}
