/**
 * The engine's rows. A unit of work is one transaction: guarded updates, their events and their wake-ups stand or fall
 * together. Times come from the database clock, once a unit. Tests put an in-memory store behind the same contract.
 */
import { v7 as uuidv7 } from "uuid";
import { isConflict } from "@/lib/database/busy";
import type { Limits } from "@/lib/access/admin-key-limits";
import type { Db, Tx } from "@/lib/db";
import type {
  MintedCredential,
  Prisma,
  RotatingSecret,
  ThirdPartyCredential,
} from "@/lib/generated/prisma/client";
import type { WakeQueue } from "@/lib/queue/queue";
import { type AuditSubject, recordAudit } from "@/lib/audit-log/record-audit";
import type { By, Origin } from "@/lib/access/context";
import type { AuditAction, AuditDetail } from "@/lib/lists/audit-actions";
import type { EventDetail, EventType } from "@/lib/lists/events";
import type { ChangeListener, ListenToChanges } from "./change-listener";
import { OUTAGE_CODES } from "../core/health";
import { WAITING_STATES } from "../core/lifecycle";
import type { CredentialState } from "../core/model";
import type { Allowance } from "../core/schedule";
import type { NewCredential, NewSecret } from "./new-rows";
import { type InventoryRows, inventoryRows } from "./inventory";
import { type KeyRows, keyRows } from "./keys";
import { type OutputRows, outputRows } from "./outputs";
import { takeCall, type Turn } from "./take-call";

export type SecretRow = RotatingSecret;
export type CredentialRow = MintedCredential;
export type RootRow = ThirdPartyCredential;

/** What the engine changes in a root credential. */
export type RootPatch = Partial<
  Pick<RootRow, "status" | "lastFailureMessage" | "inventoryFailures" | "inventoriedAt">
> & { unclaimedAccounts?: Prisma.InputJsonArray };

export type NewEvent<Type extends EventType = EventType> = {
  rotatingSecretId: string;
  type: Type;
  actor: string;
  detail: EventDetail<Type>;
  credentialId?: string | null | undefined;
  origin?: Origin | undefined;
};

type RowsByPurpose = KeyRows & InventoryRows & OutputRows;

export type Unit = RowsByPurpose & {
  /** The database's time at the beginning of the unit. */
  readonly now: Date;
  /** Locks the row until the unit ends. Every unit that changes a credential locks its secret first. */
  lockSecret(id: string): Promise<SecretRow | null>;
  insertRotatingSecret(row: NewSecret): Promise<SecretRow>;
  updateSecret(id: string, patch: Partial<SecretRow>): Promise<SecretRow>;
  rootCredential(id: string): Promise<RootRow>;
  /** Keeps a root credential from being deleted or limited until the unit ends: its limits. Null: it is deleted already. */
  holdRootCredential(id: string): Promise<Limits | null>;
  updateRootCredential(id: string, patch: RootPatch): Promise<void>;
  /** No call with this admin key before then, unless it has been replaced since `root` was read. Never shortens. */
  parkRoot(root: RootRow, until: Date): Promise<void>;
  /** What an answer says of the admin key that it was given to: nothing of one that has replaced it. */
  markRoot(root: RootRow, patch: Pick<RootPatch, "status" | "lastFailureMessage">): Promise<void>;
  credential(id: string): Promise<CredentialRow | null>;
  credentialsIn(rotatingSecretId: string, states: readonly CredentialState[]): Promise<CredentialRow[]>;
  /** Makes every debt of the secret due now, in one statement: there may be thousands. Returns their ids. */
  hurryDebts(rotatingSecretId: string, states: readonly ("REVOKING" | "UNKNOWN")[]): Promise<string[]>;
  /** Debts whose last try met a provider that was away, and which wait beyond `after` for their next: soonest first. */
  debtsInOutage(rootId: string, after: Date, most: number): Promise<CredentialRow[]>;
  /** Writes the intent: state SENDING. */
  insertCredential(row: NewCredential): Promise<CredentialRow>;
  /** Changes the row only while it is in `from`. False: someone else moved it first. */
  updateCredential(id: string, from: CredentialState, patch: Partial<CredentialRow>): Promise<boolean>;
  recordEvent<Type extends EventType>(event: NewEvent<Type>): Promise<void>;
  recordAudit<Action extends AuditAction>(
    by: By,
    action: Action,
    subject: AuditSubject,
    detail: AuditDetail<Action>,
  ): Promise<void>;
  wakeMint(rotatingSecretId: string, at: Date): Promise<void>;
  wakeSettle(credentialId: string, at: Date): Promise<void>;
};

export type Store = {
  inUnit: <Result>(work: (unit: Unit) => Promise<Result>) => Promise<Result>;
  /**
   * Takes one call out of the admin key's allowance, in a transaction of its own: whoever else takes one waits for the
   * row. Refused where the key is parked, or where the call's turn comes later than in `mostMs`.
   */
  takeCall: (rootId: string, allowance: Allowance, mostMs: number) => Promise<Turn>;
};

/**
 * No transaction of ours takes as long. A process that freezes in one (stopped, its machine paused) loses its locks
 * after the first time; whoever waits for them gets its connection back after the second, before Prisma's own limit
 * (5 s) would leave it hanging there.
 */
const LONGEST = { idle: "8s", lockWait: "4s" } as const;

/**
 * Begins a transaction's work: limits its waits, makes its commit wait for the disk whatever the database's default
 * (no request may leave before its intent is safe), and tells the time.
 */
export async function beginWork(tx: Tx): Promise<Date> {
  const [row] = await tx.$queryRaw<{ now: Date }[]>`
    SELECT now() AS now, set_config('idle_in_transaction_session_timeout', ${LONGEST.idle}, true),
      set_config('lock_timeout', ${LONGEST.lockWait}, true),
      set_config('synchronous_commit', replace(current_setting('synchronous_commit'), 'off', 'on'), true)`;
  if (row === undefined) throw new Error("The database did not tell the time.");
  return row.now;
}

function createUnit(tx: Tx, queue: WakeQueue, now: Date, notifications: ChangeListener): Unit {
  return {
    now,
    ...keyRows(tx),
    ...inventoryRows(tx),
    async lockSecret(id) {
      notifications.secretLocked(id);
      await tx.$queryRaw`SELECT 1 FROM rotating_secret WHERE id = ${id}::uuid FOR UPDATE`;
      return await tx.rotatingSecret.findUnique({ where: { id } });
    },
    async insertRotatingSecret(row) {
      return await tx.rotatingSecret.create({ data: row });
    },
    async updateSecret(id, patch) {
      notifications.secretChanged(patch);
      return await tx.rotatingSecret.update({ where: { id }, data: patch });
    },
    async rootCredential(id) {
      return await tx.thirdPartyCredential.findUniqueOrThrow({ where: { id } });
    },
    async holdRootCredential(id) {
      const [held] = await tx.$queryRaw<Limits[]>`
        SELECT environment_ids AS "environmentIds", project_ids AS "projectIds"
          FROM third_party_credential WHERE id = ${id}::uuid AND deleted_at IS NULL FOR KEY SHARE`;
      return held ?? null;
    },
    async updateRootCredential(id, patch) {
      await tx.thirdPartyCredential.update({ where: { id }, data: patch });
    },
    async credential(id) {
      return await tx.mintedCredential.findUnique({ where: { id } });
    },
    async credentialsIn(rotatingSecretId, states) {
      return await tx.mintedCredential.findMany({
        where: { rotatingSecretId, state: { in: [...states] } },
        orderBy: { id: "asc" },
      });
    },
    async hurryDebts(rotatingSecretId, states) {
      const hurried = await tx.$queryRaw<{ id: string }[]>`
        UPDATE minted_credential SET next_check_at = ${now},
               revoke_at = CASE WHEN state = 'UNKNOWN' THEN NULL ELSE revoke_at END
         WHERE rotating_secret_id = ${rotatingSecretId}::uuid AND state::text = ANY(${[...states]})
        RETURNING id`;
      return hurried.map(({ id }) => id);
    },
    async debtsInOutage(rootId, after, most) {
      return await tx.mintedCredential.findMany({
        where: {
          thirdPartyCredentialId: rootId,
          state: { in: [...WAITING_STATES] },
          failureCount: { gt: 0 },
          lastFailureCode: { in: [...OUTAGE_CODES] },
          nextCheckAt: { gt: after },
        },
        orderBy: { nextCheckAt: "asc" },
        take: most,
      });
    },
    async parkRoot({ id, version }, until) {
      await tx.$executeRaw`
        UPDATE third_party_credential SET parked_until = GREATEST(parked_until, ${until})
         WHERE id = ${id}::uuid AND version = ${version}`;
    },
    async markRoot({ id, version }, patch) {
      await tx.thirdPartyCredential.updateMany({ where: { id, version }, data: patch });
    },
    async insertCredential(row) {
      return await tx.mintedCredential.create({ data: { ...row, id: uuidv7(), state: "SENDING" } });
    },
    async updateCredential(id, from, patch) {
      const { count } = await tx.mintedCredential.updateMany({ where: { id, state: from }, data: patch });
      if (count === 1) await notifications.credentialChanged(id, from, patch);
      return count === 1;
    },
    ...outputRows(tx, now),
    recordAudit: (by, action, subject, detail) => recordAudit(tx, by, action, subject, detail),
    async recordEvent({ origin = { ip: null, userAgent: null }, credentialId = null, detail, ...event }) {
      await tx.event.create({ data: { id: uuidv7(), at: now, detail, credentialId, ...event, ...origin } });
      await notifications.event({ ...event, credentialId, detail });
    },
    wakeMint: (rotatingSecretId, at) => queue.wakeMint(tx, rotatingSecretId, at),
    wakeSettle: (credentialId, at) => queue.wakeSettle(tx, credentialId, at),
  };
}

/** A unit that another transaction undid is done again so often; after that its caller hears of it. */
const MOST_TRIES = 4;

export function createStore(db: Db, queue: WakeQueue, listen: ListenToChanges): Store {
  return {
    async inUnit(work) {
      for (let tries = 1; ; tries++) {
        try {
          return await db.$transaction(async (tx) => {
            const now = await beginWork(tx);
            const notifications = listen(tx, now);
            const result = await work(createUnit(tx, queue, now, notifications));
            await notifications.close();
            return result;
          });
        } catch (error) {
          if (!isConflict(error) || tries === MOST_TRIES) throw error;
        }
      }
    },
    takeCall: (rootId, allowance, mostMs) => takeCall(db, rootId, allowance, mostMs),
  };
}
