/** The store on PostgreSQL. */
import { v7 as uuidv7 } from "uuid";
import type { Limits } from "@/lib/access/admin-key-limits";
import { recordAudit } from "@/lib/audit-log/record-audit";
import { isConflict, isRefused } from "@/lib/database/busy";
import type { Db, Tx } from "@/lib/db";
import type { EventType } from "@/lib/lists/events";
import type { WakeQueue, WakeUp } from "@/lib/queue/queue";
import { OUTAGE_CODES } from "../core/health";
import { WAITING_STATES } from "../core/lifecycle";
import type { ChangeListener, Listeners } from "./change-listener";
import { inventoryRows } from "./inventory";
import { isEmpty, keptUnit, NeedsTransaction } from "./kept-unit";
import { keyRows } from "./keys";
import { outputRows } from "./outputs";
import { readSecretRows } from "./secret-rows";
import type { About, Store, Unit } from "./store";
import { takeCall } from "./take-call";
import { writeKept } from "./write-kept";

/**
 * No transaction of Phase takes this long. A process that freezes in one (stopped, machine paused) loses its
 * locks after the first time. A process waiting for them gets its connection back after the second, before
 * Prisma's limit (5 s) would leave it hanging.
 */
export const LONGEST = { idle: "8s", lockWait: "4s" } as const;

/**
 * Begins a transaction: limits its waits, makes its commit wait for the disk whatever the database's default
 * (no request may be sent before its intent is safe), and returns the time.
 */
export async function beginWork(tx: Tx): Promise<Date> {
  const [row] = await tx.$queryRaw<{ now: Date }[]>`
    SELECT now() AS now, set_config('idle_in_transaction_session_timeout', ${LONGEST.idle}, true),
      set_config('lock_timeout', ${LONGEST.lockWait}, true),
      set_config('synchronous_commit', replace(current_setting('synchronous_commit'), 'off', 'on'), true)`;
  if (row === undefined) throw new Error("The database returned no time.");
  return row.now;
}

function createUnit(
  tx: Tx,
  now: Date,
  notifications: ChangeListener,
): { unit: Unit; wakeUps: WakeUp[]; events: EventType[]; close: () => Promise<void> } {
  const wakeUps: WakeUp[] = [];
  const events: EventType[] = [];
  const locked = new Set<string>();
  let changesCredentials = false;
  const unit: Unit = {
    now,
    ...keyRows(tx),
    ...inventoryRows(tx),
    async insertFoundCredential(row) {
      changesCredentials = true;
      return await inventoryRows(tx).insertFoundCredential(row);
    },
    async lockSecret(id) {
      notifications.secretLocked(id);
      locked.add(id);
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
    async hurrySettlements(rotatingSecretId, states) {
      changesCredentials = true;
      const hurried = await tx.$queryRaw<{ id: string }[]>`
        UPDATE minted_credential SET next_check_at = ${now},
               revoke_at = CASE WHEN state = 'UNKNOWN' THEN NULL ELSE revoke_at END
         WHERE rotating_secret_id = ${rotatingSecretId}::uuid AND state::text = ANY(${[...states]})
        RETURNING id`;
      return hurried.map(({ id }) => id);
    },
    async settlementsInOutage(rootId, after, most) {
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
      changesCredentials = true;
      return await tx.mintedCredential.create({ data: { ...row, id: uuidv7(), state: "SENDING" } });
    },
    async updateCredential(id, from, patch) {
      const { count } = await tx.mintedCredential.updateMany({ where: { id, state: from }, data: patch });
      if (count === 0) return false;
      changesCredentials = true;
      await notifications.credentialChanged(id, from, patch);
      return true;
    },
    ...outputRows(tx, now),
    recordAudit: (by, action, subject, detail) => recordAudit(tx, by, action, subject, detail),
    async recordEvent({ origin = { ip: null, userAgent: null }, credentialId = null, detail, ...event }) {
      const id = uuidv7();
      await tx.event.create({ data: { id, at: now, detail, credentialId, ...event, ...origin } });
      events.push(event.type);
      await notifications.event({ ...event, credentialId, detail });
      return id;
    },
    async wakeMint(rotatingSecretId, at) {
      wakeUps.push({ rotatingSecretId, at });
    },
    async wakeSettle(credentialId, at) {
      wakeUps.push({ credentialId, at });
    },
  };
  return {
    unit,
    wakeUps,
    events,
    async close() {
      await notifications.close();
      // A unit that read the secret with its credentials finds another version of its row: see write-kept.ts.
      if (!changesCredentials || locked.size === 0) return;
      await tx.$executeRaw`UPDATE rotating_secret SET fence = fence WHERE id = ANY(${[...locked]}::uuid[])`;
    },
  };
}

/** How often a unit that another transaction rolled back is repeated. After that, its caller gets the error. */
const MOST_TRIES = 4;

/** `onEvents` gets the types of a unit's events once it is committed. */
export function createStore(
  db: Db,
  queue: WakeQueue,
  listeners: Listeners,
  onEvents: (types: EventType[]) => void = () => undefined,
): Store {
  async function inTransaction<Result>(work: (unit: Unit) => Promise<Result>): Promise<Result> {
    for (let tries = 1; ; tries++) {
      try {
        const { result, wakeUps, events } = await db.$transaction(async (tx) => {
          const now = await beginWork(tx);
          const listener = listeners.listen(listeners.rowsOf(tx, now));
          const { unit, wakeUps, events, close } = createUnit(tx, now, listener);
          const result = await work(unit);
          await close();
          return { result, wakeUps, events };
        });
        onEvents(events);
        await queue.wake(wakeUps);
        return result;
      } catch (error) {
        if (!isConflict(error) || tries === MOST_TRIES) throw error;
      }
    }
  }
  return {
    async inUnit(work, about) {
      const kept = about === undefined ? null : await inTwoStatements(work, about);
      return kept === null ? await inTransaction(work) : kept.result;
    },
    takeCall: (rootId, allowance, mostMs) => takeCall(db, rootId, allowance, mostMs),
  };

  /** Null: not possible this way, or other processes were faster. Nothing was written. */
  async function inTwoStatements<Result>(
    work: (unit: Unit) => Promise<Result>,
    about: About,
  ): Promise<{ result: Result } | null> {
    try {
      const rows = await readSecretRows(db, about);
      if (rows === null) return null;
      const { unit, kept, close } = keptUnit(rows, listeners);
      const result = await work(unit);
      await close();
      if (!isEmpty(kept) && !(await writeKept(db, rows, kept, listeners))) return null;
      onEvents(kept.events.map(({ type }) => type));
      await queue.wake(kept.wakeUps);
      return { result };
    } catch (error) {
      if (error instanceof NeedsTransaction || isRefused(error)) return null;
      throw error;
    }
  }
}
