/**
 * Writes what a unit has collected in one statement: everything, or nothing if the secret's rows have changed
 * since they were read.
 */
import { Prisma } from "@/lib/generated/prisma/client";
import type { Db } from "@/lib/db";
import { PREPARED } from "@/lib/database/prepared";
import type { Listeners } from "./change-listener";
import type { CredentialChange, Kept } from "./kept-unit";
import { columnsOf, type SecretRows } from "./secret-rows";

/**
 * Neither data read earlier than this is written, nor a lock awaited for longer, because the unit's times
 * would be too early.
 */
const LONGEST = { ago: "2 seconds", lockWait: "500ms" } as const;

/**
 * False: someone has changed the secret since it was read, or that was too long ago. Every unit that changes
 * a credential changes its secret's row, so this row's version covers all of them.
 */
export async function writeKept(
  db: Db,
  { now, version, secret }: SecretRows,
  kept: Kept,
  listeners: Listeners,
): Promise<boolean> {
  const at = Prisma.sql`${now}::timestamptz`;
  const credentials = credentialSteps(kept);
  // Its row gets a new version in any case.
  const secretPatch = Object.keys(kept.secret).length > 0 ? kept.secret : { fence: secret.fence };
  const steps = [
    Prisma.sql`limits AS (
      SELECT set_config('lock_timeout', ${LONGEST.lockWait}, true),
        set_config('synchronous_commit', replace(current_setting('synchronous_commit'), 'off', 'on'), true)
    )`,
    Prisma.sql`unit AS (
      UPDATE rotating_secret AS row SET ${assignments(secretPatch)}
        FROM limits, ${patchOf("rotating_secret", secretPatch)}
       WHERE row.id = ${secret.id}::uuid AND row.xmin = ${version}::text::xid
         AND now() <= ${at} + ${LONGEST.ago}::interval
      RETURNING row.id
    )`,
    ...credentials.map((step, index) => Prisma.sql`${nameOf(index)} AS (${step})`),
    ...others(kept, secret.id, at, now, listeners).map(
      (step, index) => Prisma.sql`${Prisma.raw(`other_${index}`)} AS (${step})`,
    ),
  ];
  const moved = credentials.map((_, index) => Prisma.sql`(SELECT count(*) FROM ${nameOf(index)})`);
  const [answer] = await db.$queryRaw<{ written: boolean }[]>`${PREPARED}
    WITH ${Prisma.join(steps, ", ")}
    SELECT EXISTS (SELECT FROM unit) AS written,
           -- A credential that was not as it was read although its secret was: an error undoes all of it.
           CASE WHEN NOT EXISTS (SELECT FROM unit) THEN 1
                ELSE 1 / (CASE WHEN ${Prisma.join([Prisma.sql`0`, ...moved], " + ")} = ${credentials.length}::bigint
                               THEN 1 ELSE 0 END) END AS is_whole`;
  return answer?.written === true;
}

const nameOf = (index: number) => Prisma.raw(`credential_${index}`);

/**
 * In sequence, as the unique indexes require: one credential of a secret is in flight, and one is current.
 * Credentials that leave those states come first.
 */
function credentialSteps({ changed, inserted }: Kept): Prisma.Sql[] {
  const arrives = ({ patch }: CredentialChange) => patch.state === "ACTIVE" || patch.state === "MINTED";
  const ordered = [...changed.values()].sort((one, other) => Number(arrives(one)) - Number(arrives(other)));
  const after = (index: number) =>
    index === 0 ? Prisma.sql`unit` : Prisma.sql`unit, (SELECT count(*) FROM ${nameOf(index - 1)}) AS before`;
  const updates = ordered.map(
    ({ id, from, patch }, index) => Prisma.sql`
      UPDATE minted_credential AS row SET ${assignments(patch)}
        FROM ${after(index)}, ${patchOf("minted_credential", patch)}
       WHERE row.id = ${id}::uuid AND row.state = ${from}::credential_state
      RETURNING row.id`,
  );
  const inserts = inserted.map((row, index) => {
    const columns = Object.keys(columnsOf(row)).map(columnName);
    return Prisma.sql`
      INSERT INTO minted_credential (${Prisma.join(columns)})
      SELECT ${Prisma.join(columns.map((name) => Prisma.sql`patch.${name}`))}
        FROM ${after(ordered.length + index)}, ${patchOf("minted_credential", row)}
      RETURNING id`;
  });
  return [...updates, ...inserts];
}

function others(
  { touchesOutputs, events, audits, notifications }: Kept,
  secretId: string,
  at: Prisma.Sql,
  now: Date,
  listeners: Listeners,
): Prisma.Sql[] {
  const outputs = Prisma.sql`
    UPDATE secret AS row SET version = row.version + 1, updated_at = ${at} FROM unit
     WHERE row.rotating_secret_id = ${secretId}::uuid`;
  const eventRows = events.map(({ origin = NO_ORIGIN, credentialId = null, ...event }) => {
    return columnsOf({ ...event, credentialId, ...origin });
  });
  const told = Prisma.sql`
    INSERT INTO event (id, rotating_secret_id, at, type, actor, ip, user_agent, credential_id, detail)
    SELECT row.id, row.rotating_secret_id, ${at}, row.type, row.actor, row.ip, row.user_agent, row.credential_id, row.detail
      FROM unit, jsonb_populate_recordset(NULL::event, ${JSON.stringify(eventRows)}::jsonb) AS row`;
  const auditRows = audits.map(columnsOf);
  const audited = Prisma.sql`
    INSERT INTO audit_entry (id, organisation_id, at, action, actor, actor_kind, actor_id, ip, user_agent, subject_type,
                             subject_id, subject_name, detail)
    SELECT row.id, row.organisation_id, now(), row.action, row.actor, row.actor_kind, row.actor_id, row.ip, row.user_agent,
           row.subject_type, row.subject_id, row.subject_name, row.detail
      FROM unit, jsonb_populate_recordset(NULL::audit_entry, ${JSON.stringify(auditRows)}::jsonb) AS row`;
  return [
    ...(touchesOutputs ? [outputs] : []),
    ...(events.length > 0 ? [told] : []),
    ...(audits.length > 0 ? [audited] : []),
    ...(notifications.length > 0 ? [listeners.insertion(notifications, now, Prisma.sql`unit`)] : []),
  ];
}

const NO_ORIGIN = { ip: null, userAgent: null };

/** A row `patch` of the table, with the values that change. */
function patchOf(table: string, patch: object): Prisma.Sql {
  const json = JSON.stringify(columnsOf(patch));
  return Prisma.sql`jsonb_populate_record(NULL::${Prisma.raw(table)}, ${json}::jsonb) AS patch`;
}

function assignments(patch: object): Prisma.Sql {
  const names = Object.keys(columnsOf(patch)).map(columnName);
  return Prisma.join(names.map((name) => Prisma.sql`${name} = patch.${name}`));
}

function columnName(name: string): Prisma.Sql {
  if (!/^[a-z_]+$/.test(name)) throw new Error(`${name} is not a column.`);
  return Prisma.raw(name);
}
