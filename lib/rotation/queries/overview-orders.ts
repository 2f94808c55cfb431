/**
 * The sort orders of the overview's table, as SQL over rows `secret` of rotating_secret. An order is a few
 * consecutive runs. Each has an index that yields its next page, which no sum or union of them would have.
 */
import { Prisma } from "@/lib/generated/prisma/client";
import type { OverviewSort, OverviewState } from "@/lib/lists/overview";
import { IS_ACTIVE, IS_WAITING } from "../store/pending";
import { LATE_REVOCATIONS, NEEDS_A_LOOK } from "./health-in-sql";

export type Key = { type: "text" | "int" | "timestamptz"; sql: Prisma.Sql };

export type Run = {
  from: Prisma.Sql;
  where: Prisma.Sql;
  /** The sort keys before the ID, all in one direction. */
  keys: readonly [Key] | readonly [Key, Key];
  /**
   * The secret's ID, from the table whose index has the keys. Otherwise each page would be searched for from
   * the beginning.
   */
  id: Prisma.Sql;
  isReversed: boolean;
};

const SECRET = Prisma.sql`rotating_secret AS secret`;
const hasCredential = (which: Prisma.Sql) =>
  Prisma.sql`EXISTS (SELECT FROM minted_credential AS minted WHERE minted.rotating_secret_id = secret.id AND ${which})`;
const FAILS_TO_REVOKE = hasCredential(Prisma.sql`${IS_WAITING} AND minted.failure_count > 0`);
const HAS_LATE_REVOCATIONS = hasCredential(
  Prisma.sql`${IS_WAITING} AND (minted.failure_count > 0 OR state = 'REVOKING')
    AND (state = 'REVOKING' OR state = 'UNKNOWN')`,
);

/** A superset of the degraded ones: few, and found by index. */
const MAY_NEED_A_LOOK = Prisma.sql`secret.id IN (
  SELECT secret.id FROM rotating_secret AS secret WHERE ${NEEDS_A_LOOK}
   UNION SELECT rotating_secret_id FROM ${LATE_REVOCATIONS} AS pending)`;
const IS_WELL = Prisma.sql`secret.failure_count = 0 AND NOT ${FAILS_TO_REVOKE}`;

/** The state of a row as the console names it. A paused one that is also degraded is both. */
export const STATE_IN_SQL: Record<OverviewState, Prisma.Sql> = {
  failed: Prisma.sql`secret.pause_reason = 'failure'`,
  degraded: Prisma.sql`secret.pause_reason IS DISTINCT FROM 'failure' AND ${MAY_NEED_A_LOOK}
    AND (secret.failure_count > 0 OR ${FAILS_TO_REVOKE})`,
  paused: Prisma.sql`secret.pause_reason = 'manual'`,
  healthy: Prisma.sql`secret.pause_reason IS NULL AND ${IS_WELL}`,
  owed: Prisma.sql`secret.id IN (SELECT rotating_secret_id FROM ${LATE_REVOCATIONS} AS pending WHERE late > 0)`,
};

const NAME: Key = { type: "text", sql: Prisma.sql`secret.name` };
/** Written like the index rotating_secret_by_next_rotation. */
const NEXT: Key = {
  type: "timestamptz",
  sql: Prisma.sql`(CASE WHEN secret.pause_reason IS NULL
    THEN coalesce(secret.retry_at, secret.rotate_requested_at, secret.next_rotation_at)
    ELSE 'infinity'::timestamptz END)`,
};

/** The runs of an order. `places`: the organisation's environments in their configured order. */
export function runsOf(sort: OverviewSort, isReversed: boolean, places: readonly string[]): Run[] {
  const all = (keys: Run["keys"], where = Prisma.sql`true`, from = SECRET): Run => ({
    from,
    where,
    keys,
    id: Prisma.sql`secret.id`,
    isReversed,
  });
  const worst = (keys: Run["keys"], where: Prisma.Sql): Run => ({ ...all(keys, where), isReversed: false });
  switch (sort) {
    case "name":
      return [all([NAME])];
    case "project":
      return [all([{ type: "text", sql: Prisma.sql`secret.project_name` }])];
    case "next":
      return [all([NEXT])];
    case "place": {
      const from = Prisma.sql`unnest(${[...places]}::uuid[]) WITH ORDINALITY AS place (id, nth)
        JOIN rotating_secret AS secret ON secret.environment_id = place.id`;
      return [all([{ type: "int", sql: Prisma.sql`place.nth` }, NAME], Prisma.sql`true`, from)];
    }
    case "age": {
      const from = Prisma.sql`minted_credential AS current
        JOIN rotating_secret AS secret ON secret.id = current.rotating_secret_id`;
      const since: Key = { type: "timestamptz", sql: Prisma.sql`current.exposed_at` };
      return [
        // A young key became current recently.
        {
          from,
          where: Prisma.sql`${IS_ACTIVE} AND current.exposed_at IS NOT NULL`,
          keys: [since],
          id: Prisma.sql`current.rotating_secret_id`,
          isReversed: !isReversed,
        },
        worst(
          [NAME],
          Prisma.sql`NOT ${hasCredential(Prisma.sql`${IS_ACTIVE} AND minted.exposed_at IS NOT NULL`)}`,
        ),
      ];
    }
    case "owed": {
      const from = Prisma.sql`${LATE_REVOCATIONS} AS pending JOIN rotating_secret AS secret ON secret.id = pending.rotating_secret_id`;
      const most: Key = { type: "int", sql: Prisma.sql`(-pending.late)` };
      return [
        { ...worst([most, NAME], Prisma.sql`pending.late > 0`), from },
        worst([NAME], Prisma.sql`NOT ${HAS_LATE_REVOCATIONS}`),
      ];
    }
    case "state":
      return [
        worst([NAME], STATE_IN_SQL.failed),
        worst([NAME], STATE_IN_SQL.degraded),
        worst([NAME], Prisma.sql`secret.pause_reason = 'manual' AND ${IS_WELL}`),
        worst([NEXT], STATE_IN_SQL.healthy),
      ];
  }
}
