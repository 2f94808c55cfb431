/**
 * The engine's store in memory: units one after the other, undone when they throw, with the database's unique indexes.
 * Stricter than PostgreSQL in one thing: a unit that changes rows of a secret it has not locked is refused.
 */
import { wantedGone } from "@/lib/rotation/engine/move";
import type { Look } from "@/lib/rotation/engine/key-look";
import { OUTAGE_CODES } from "@/lib/rotation/core/health";
import { WAITING_STATES } from "@/lib/rotation/core/lifecycle";
import { secondsAfter } from "@/lib/rotation/core/schedule";
import { defined } from "@/lib/rotation/store/kept-unit";
import { newCredential } from "@/lib/rotation/store/new-rows";
import { newSecret } from "./memory-rows";
import type { CredentialState } from "@/lib/rotation/core/model";
import type { KeyRows } from "@/lib/rotation/store/keys";
import type { CredentialRow, NewEvent, RootRow, SecretRow, Store, Unit } from "@/lib/rotation/store/store";
import type { Allowance } from "@/lib/rotation/core/schedule";
import type { Turn } from "@/lib/rotation/store/take-call";

export type StoredEvent = Pick<NewEvent, "rotatingSecretId" | "actor"> & {
  type: string;
  credentialId: string | null;
};

/** What is committed. Rows are replaced, never changed in place. */
export type Rows = {
  readonly secrets: ReadonlyMap<string, SecretRow>;
  readonly credentials: ReadonlyMap<string, CredentialRow>;
  readonly roots: ReadonlyMap<string, RootRow>;
  /** Admin key and project → when the exposed keys there are looked at next. */
  readonly looks: ReadonlyMap<string, Date>;
  readonly events: readonly StoredEvent[];
};

/** A unique index refused a row, or a unit broke the order of locks: a bug in the engine, whatever catches it. */
export class StoreRefusal extends Error {
  override readonly name = "StoreRefusal";
}

type Draft = {
  secrets: Map<string, SecretRow>;
  credentials: Map<string, CredentialRow>;
  roots: Map<string, RootRow>;
  looks: Map<string, Date>;
  events: StoredEvent[];
};

export class MemoryStore implements Store {
  #rows: Rows;
  #ids = 0;
  /** Units wait for each other, as for row locks. */
  #last: Promise<unknown> = Promise.resolve();

  constructor(
    private readonly now: () => Date,
    private readonly onRefusal: (refusal: StoreRefusal) => void,
    root: RootRow,
  ) {
    this.#rows = {
      secrets: new Map(),
      credentials: new Map(),
      roots: new Map([[root.id, root]]),
      looks: new Map(),
      events: [],
    };
  }

  get rows(): Rows {
    return this.#rows;
  }

  async inUnit<Result>(work: (unit: Unit) => Promise<Result>): Promise<Result> {
    const result = this.#last.then(async () => {
      const { secrets, credentials, roots, looks, events } = this.#rows;
      const draft: Draft = {
        secrets: new Map(secrets),
        credentials: new Map(credentials),
        roots: new Map(roots),
        looks: new Map(looks),
        events: [...events],
      };
      const answer = await work(this.#unit(draft));
      this.#rows = draft;
      return answer;
    });
    this.#last = result.catch(() => undefined);
    return await result;
  }

  /** As `addWatches` and `claimLooks` do it in SQL. */
  takeLooks(leaseSeconds: number, { all }: { all: boolean }): Look[] {
    const [now, looks] = [this.now(), new Map(this.#rows.looks)];
    const exposed = [...this.#rows.credentials.values()].filter(({ state }) => state === "ACTIVE");
    for (const { thirdPartyCredentialId: rootId, projectId } of exposed) {
      const id = lookId({ rootId, projectId });
      if (!looks.has(id)) looks.set(id, now);
    }
    const due = [...looks].filter(([, at]) => all || at <= now).map(([id]) => id);
    for (const id of due) looks.set(id, secondsAfter(now, leaseSeconds));
    this.#rows = { ...this.#rows, looks };
    return due.map((id) => {
      const [rootId = "", projectId = ""] = id.split("/");
      return { rootId, projectId, exposedKeys: exposed.length };
    });
  }

  async takeCall(rootId: string, { spacingSeconds, burst }: Allowance, mostMs: number): Promise<Turn> {
    await this.#last;
    const root = existing(this.#rows.roots, rootId);
    const now = this.now().getTime();
    const parkedMs = (root.parkedUntil?.getTime() ?? 0) - now;
    const until = Math.max(root.pacedUntil?.getTime() ?? 0, now);
    const inMs = Math.max(until - spacingSeconds * (burst - 1) * 1000 - now, 0);
    if (parkedMs > 0) return { isGranted: false, isParked: true, inMs: parkedMs };
    if (inMs > mostMs) return { isGranted: false, isParked: false, inMs: inMs - mostMs };
    const taken = { ...root, pacedUntil: new Date(until + spacingSeconds * 1000) };
    this.#rows = { ...this.#rows, roots: new Map(this.#rows.roots).set(rootId, taken) };
    return { isGranted: true, isParked: false, inMs };
  }

  replaceAdminKey(rootId: string, envelope: string): void {
    const root = existing(this.#rows.roots, rootId);
    const version = root.version + 1;
    const replaced = { ...root, envelope, version, status: "valid", parkedUntil: null } as const;
    this.#rows = { ...this.#rows, roots: new Map([[rootId, replaced]]) };
  }

  #refuse(why: string): never {
    const refusal = new StoreRefusal(why);
    this.onRefusal(refusal);
    throw refusal;
  }

  #nextId(): string {
    this.#ids += 1;
    return `00000000-0000-7000-8000-${String(this.#ids).padStart(12, "0")}`;
  }

  #unit(draft: Draft): Unit {
    const now = this.now();
    const locked = new Set<string>();
    const locking = (id: string) => {
      if (!locked.has(id)) this.#refuse(`A unit changed rows of secret ${id} without its lock.`);
    };
    const nothing = () => Promise.resolve();
    return {
      now,
      ...keyRows(draft),
      lockSecret: async (id) => {
        locked.add(id);
        return draft.secrets.get(id) ?? null;
      },
      insertRotatingSecret: async (row) => {
        const secret = newSecret(row, now);
        locked.add(row.id);
        draft.secrets.set(row.id, secret);
        return secret;
      },
      updateSecret: async (id, patch) => {
        locking(id);
        const secret = { ...existing(draft.secrets, id), ...defined(patch) };
        draft.secrets.set(id, secret);
        return secret;
      },
      rootCredential: async (id) => existing(draft.roots, id),
      holdRootCredential: async (id) => {
        const root = existing(draft.roots, id);
        return root.deletedAt === null ? root : null;
      },
      // The model leaves the inventory out, which alone writes these columns.
      updateRootCredential: nothing,
      parkRoot: async ({ id, version }, until) => {
        const root = existing(draft.roots, id);
        const parkedUntil = root.parkedUntil !== null && root.parkedUntil > until ? root.parkedUntil : until;
        if (root.version === version) draft.roots.set(id, { ...root, parkedUntil });
      },
      markRoot: async ({ id, version }, patch) => {
        const root = existing(draft.roots, id);
        if (root.version === version) draft.roots.set(id, { ...root, ...defined(patch) });
      },
      settlementsInOutage: async (rootId, after, most) =>
        [...draft.credentials.values()]
          .filter((row) => row.thirdPartyCredentialId === rootId && waitsOutOutage(row, after))
          .sort((a, b) => Number(a.nextCheckAt) - Number(b.nextCheckAt))
          .slice(0, most),
      insertFoundCredential: noInventory,
      credentialsOfAccount: noInventory,
      planInventory: noInventory,
      historyLostAt: noInventory,
      credential: async (id) => draft.credentials.get(id) ?? null,
      hurrySettlements: async (rotatingSecretId, states) => {
        const settlements = inStates(draft, rotatingSecretId, states);
        for (const row of settlements)
          draft.credentials.set(row.id, { ...row, nextCheckAt: now, ...wantedGone(row) });
        return settlements.map(({ id }) => id);
      },
      credentialsIn: async (rotatingSecretId, states) => inStates(draft, rotatingSecretId, states),
      insertCredential: async (row) => {
        locking(row.rotatingSecretId);
        const credential = newCredential(this.#nextId(), row, now);
        draft.credentials.set(credential.id, credential);
        this.#checkIndexes(draft, credential);
        return credential;
      },
      updateCredential: async (id, from, patch) => {
        const before = existing(draft.credentials, id);
        locking(before.rotatingSecretId);
        if (before.state !== from) return false;
        const after = { ...before, ...defined(patch) };
        draft.credentials.set(id, after);
        this.#checkIndexes(draft, after);
        return true;
      },
      recordEvent: async ({ rotatingSecretId, type, actor, credentialId = null }) => {
        draft.events.push({ rotatingSecretId, type, actor, credentialId });
        return this.#nextId();
      },
      touchOutputs: nothing,
      insertOutputs: nothing,
      replaceOutputs: () => Promise.resolve({}),
      removeOutputs: nothing,
      recordAudit: nothing,
      wakeMint: nothing,
      wakeSettle: nothing,
    };
  }

  #checkIndexes(draft: Draft, changed: CredentialRow): void {
    const { rotatingSecretId, serviceAccountName } = changed;
    if (inStates(draft, rotatingSecretId, ["SENDING", "MINTED"]).length > 1)
      this.#refuse(`minted_credential_one_in_flight: ${rotatingSecretId}`);
    if (inStates(draft, rotatingSecretId, ["ACTIVE"]).length > 1)
      this.#refuse(`minted_credential_one_active: ${rotatingSecretId}`);
    for (const other of draft.credentials.values()) {
      if (other.id !== changed.id && other.serviceAccountName === serviceAccountName)
        this.#refuse(`minted_credential_service_account_name_key: ${serviceAccountName}`);
    }
  }
}

function inStates(
  draft: Draft,
  rotatingSecretId: string,
  states: readonly CredentialState[],
): CredentialRow[] {
  return [...draft.credentials.values()].filter(
    (row) => row.rotatingSecretId === rotatingSecretId && states.includes(row.state),
  );
}

function waitsOutOutage(row: CredentialRow, after: Date): boolean {
  return (
    WAITING_STATES.includes(row.state) &&
    row.failureCount > 0 &&
    OUTAGE_CODES.some((code) => code === row.lastFailureCode) &&
    row.nextCheckAt !== null &&
    row.nextCheckAt > after
  );
}

/** How a watch is named in `looks`. */
export function lookId({ rootId, projectId }: { rootId: string; projectId: string }): string {
  return `${rootId}/${projectId}`;
}

function keyRows({ credentials, looks }: Draft): KeyRows {
  return {
    keysInUse: async (rootId, projectId) =>
      [...credentials.values()].filter(
        (row) =>
          row.thirdPartyCredentialId === rootId &&
          row.projectId === projectId &&
          (row.state === "ACTIVE" || row.state === "EXPIRING"),
      ),
    planLook: async (rootId, projectId, at) => {
      const id = lookId({ rootId, projectId });
      if (at === null) looks.delete(id);
      else if (looks.has(id)) looks.set(id, at);
    },
    putOffLooks: async (rootId, at) => {
      for (const [id, due] of looks) if (id.startsWith(`${rootId}/`) && due < at) looks.set(id, at);
    },
  };
}

/** It reads with SQL: the model on PostgreSQL takes it. */
function noInventory(): Promise<never> {
  return Promise.reject(new Error("The model in memory takes no inventory."));
}

function existing<Row>(rows: ReadonlyMap<string, Row>, id: string): Row {
  const row = rows.get(id);
  if (row === undefined) throw new Error(`There is no row ${id}.`);
  return row;
}
