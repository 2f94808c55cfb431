/**
 * Audit entries of frequent reads. Entries that arrive during a write go together into the next statement.
 * Otherwise a busy web process would wait for one commit per request.
 */
import type { By } from "@/lib/access/context";
import { type AuditRow, type AuditSubject, auditEntry } from "./record-audit";
import type { Db } from "@/lib/db";
import { type AuditAction, type AuditDetail, auditRow } from "@/lib/lists/audit-actions";

type Waiting = { entry: AuditRow; done: () => void; failed: (error: unknown) => void };
type Batch = { waiting: Waiting[]; isWriting: boolean };

const MOST = 500;
const batches = new WeakMap<Db, Batch>();

/** Resolves once the entry is committed. Only then may the response be sent. */
export async function recordInBatch<Action extends AuditAction>(
  db: Db,
  by: By,
  action: Action,
  subject: AuditSubject,
  detail: AuditDetail<Action>,
): Promise<void> {
  const batch = batches.get(db) ?? { waiting: [], isWriting: false };
  batches.set(db, batch);
  const entry = auditEntry(by, action, { type: auditRow(action).subject, ...subject }, detail);
  await new Promise<void>((done, failed) => {
    batch.waiting.push({ entry, done, failed });
    if (!batch.isWriting) void writeAll(db, batch);
  });
}

async function writeAll(db: Db, batch: Batch): Promise<void> {
  batch.isWriting = true;
  while (batch.waiting.length > 0) {
    const some = batch.waiting.splice(0, MOST);
    try {
      await insert(db, some);
      for (const { done } of some) done();
    } catch (error) {
      // One entry that can't be written doesn't stop the others.
      if (some.length > 1) await Promise.all(some.map((one) => insert(db, [one]).then(one.done, one.failed)));
      else some[0]?.failed(error);
    }
  }
  batch.isWriting = false;
}

async function insert(db: Db, some: Waiting[]): Promise<void> {
  await db.$executeRaw`
    INSERT INTO audit_entry (id, organisation_id, action, actor, actor_kind, actor_id, ip, user_agent,
                             subject_type, subject_id, subject_name, detail)
    SELECT id, "organisationId", action, actor, "actorKind", "actorId", ip, "userAgent",
           "subjectType", "subjectId", "subjectName", detail
      FROM jsonb_to_recordset(${JSON.stringify(some.map(({ entry }) => entry))}::jsonb) AS entry (
           id uuid, "organisationId" uuid, action text, actor text, "actorKind" text, "actorId" uuid, ip text,
           "userAgent" text, "subjectType" text, "subjectId" text, "subjectName" text, detail jsonb)`;
}
