import * as z from "zod";
import type { overviewRowsQuerySchema, overviewRowsSchema } from "@/lib/api/overview";
import { idSchema, timeSchema } from "@/lib/api/common";
import type { Ctx } from "@/lib/access/context";
import { authorise } from "@/lib/access/permissions";
import { isSeenRotatingSecret } from "@/lib/access/reach-in-sql";
import { anywhere } from "@/lib/formats/like-pattern";
import { Prisma } from "@/lib/generated/prisma/client";
import { cursorGone } from "@/lib/requests/page";
import { IS_ACTIVE } from "../store/pending";
import { type Key, type Run, runsOf, STATE_IN_SQL } from "./overview-orders";
import { showRotatingSecret } from "./show";
import { shownRows } from "./shown-rows";

type Input = z.output<typeof overviewRowsQuerySchema>;
type Answer = z.output<typeof overviewRowsSchema>;

/** Where a page ended: in which run of the order, and at which keys. */
type Place = { run: number; keys: string[]; id: string };
type Found = { id: string; keys: string[] };

const placeSchema = z.strictObject({
  run: z.number().int().min(0).max(9),
  keys: z.array(z.string().refine((text) => !text.includes("\0"))).max(2),
  id: idSchema,
});

/** Rotating secrets that the actor can see, in the requested order, a page at a time. */
export async function listOverviewRows(ctx: Ctx, input: Input): Promise<Answer> {
  authorise(ctx.actor, "read");
  const which = chosen(ctx, input);
  const places = input.sort === "place" ? await placesOf(ctx) : [];
  const runs = runsOf(input.sort, input.order === "desc", places);
  const from = input.cursor === undefined ? null : placeIn(input.cursor, runs);
  const found: (Found & { run: number })[] = [];
  for (const [index, run] of runs.entries()) {
    if (index < (from?.run ?? 0)) continue;
    const after = index === from?.run ? from : null;
    const next = await nextOf(ctx, run, which, after, input.limit + 1 - found.length);
    found.push(...next.map((row) => ({ ...row, run: index })));
    if (found.length > input.limit) break;
  }
  const page = found.slice(0, input.limit);
  const last = page.at(-1);
  return {
    rows: await show(
      ctx,
      page.map(({ id }) => id),
    ),
    nextCursor: found.length > page.length && last !== undefined ? cursorOf(last) : null,
  };
}

function cursorOf({ run, keys, id }: Place): string {
  return Buffer.from(JSON.stringify({ run, keys, id })).toString("base64url");
}

function placeIn(cursor: string, runs: readonly Run[]): Place {
  try {
    const place = placeSchema.parse(JSON.parse(Buffer.from(cursor, "base64url").toString()));
    const keys = runs[place.run]?.keys ?? [];
    const fits = keys.map(({ type }, index) => KEYS[type].safeParse(place.keys[index]).success);
    if (keys.length > 0 && keys.length === place.keys.length && fits.every(Boolean)) return place;
  } catch {
    // Not one of Phase's cursors: refused like the others.
  }
  throw cursorGone();
}

/** The values that a cursor may have, so that PostgreSQL can read it. */
const KEYS: Record<Key["type"], z.ZodType> = {
  text: z.string(),
  int: z.string().regex(/^-?\d{1,15}$/),
  timestamptz: z.union([timeSchema, z.literal("infinity")]),
};

function asText({ type, sql }: Key): Prisma.Sql {
  return type === "timestamptz"
    ? Prisma.sql`CASE WHEN isfinite(${sql}) THEN to_char(${sql} AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') ELSE 'infinity' END`
    : Prisma.sql`${sql}::text`;
}

function following({ keys, id, isReversed }: Run, place: Place): Prisma.Sql {
  const columns = [...keys.map(({ sql }) => sql), id];
  const values = keys.map(({ type }, index) => Prisma.sql`${place.keys[index]}::${Prisma.raw(type)}`);
  const bounds = [...values, Prisma.sql`${place.id}::uuid`];
  return Prisma.sql`(${Prisma.join(columns)}) ${Prisma.raw(isReversed ? "<" : ">")} (${Prisma.join(bounds)})`;
}

async function nextOf(
  { db }: Ctx,
  run: Run,
  which: Prisma.Sql,
  after: Place | null,
  limit: number,
): Promise<Found[]> {
  const direction = Prisma.raw(run.isReversed ? "DESC" : "ASC");
  const order = [...run.keys.map(({ sql }) => sql), run.id].map(
    (column) => Prisma.sql`${column} ${direction}`,
  );
  return await db.$queryRaw<Found[]>`
    SELECT secret.id, ARRAY[${Prisma.join(run.keys.map(asText))}] AS keys
      FROM ${run.from}
     WHERE ${which} AND ${run.where} AND ${after === null ? Prisma.sql`true` : following(run, after)}
     ORDER BY ${Prisma.join(order)} LIMIT ${limit}`;
}

/** The filters of the list. */
function chosen({ actor }: Ctx, input: Input): Prisma.Sql {
  const conditions = [
    Prisma.sql`secret.organisation_id = ${actor.organisationId}::uuid AND secret.deleted_at IS NULL`,
    isSeenRotatingSecret(actor, Prisma.sql`secret`),
  ];
  if (input.state !== undefined) conditions.push(STATE_IN_SQL[input.state]);
  if (input.environmentId !== undefined) {
    conditions.push(Prisma.sql`secret.environment_id = ${input.environmentId}::uuid`);
  }
  if (input.appId !== undefined) {
    conditions.push(
      Prisma.sql`secret.environment_id IN (SELECT id FROM environment WHERE app_id = ${input.appId}::uuid)`,
    );
  }
  if (input.thirdPartyCredentialId !== undefined) {
    conditions.push(Prisma.sql`secret.third_party_credential_id = ${input.thirdPartyCredentialId}::uuid`);
  }
  const words = input.search.split(/\s+/).filter(Boolean);
  // One condition for all words. With one condition each, planning alone would take a second.
  if (words.length > 0) {
    conditions.push(Prisma.sql`(
      SELECT concat_ws(' ', secret.name, secret.project_name, environment.name, app.name)
        FROM environment JOIN app ON app.id = environment.app_id WHERE environment.id = secret.environment_id
    ) ILIKE ALL(${anywhere(words)}::text[])`);
  }
  return Prisma.join(conditions, " AND ");
}

/** By app, each app's in their configured order. */
async function placesOf({ db, actor }: Ctx): Promise<string[]> {
  const found = await db.environment.findMany({
    where: { app: { organisationId: actor.organisationId } },
    orderBy: [{ app: { name: "asc" } }, { position: "asc" }, { id: "asc" }],
    select: { id: true },
  });
  return found.map(({ id }) => id);
}

async function show(ctx: Ctx, ids: readonly string[]): Promise<Answer["rows"]> {
  const [rows, current, sealedBecause] = await Promise.all([
    shownRows(ctx.db, ids),
    ctx.db.$queryRaw<{ rotatingSecretId: string; since: Date | null }[]>`
      SELECT rotating_secret_id AS "rotatingSecretId", exposed_at AS since FROM minted_credential
       WHERE rotating_secret_id = ANY(${ids}::uuid[]) AND ${IS_ACTIVE}`,
    ctx.lookAtSeal(),
  ]);
  const since = new Map(current.map((row) => [row.rotatingSecretId, row.since]));
  return rows.map((row) => ({
    rotatingSecret: showRotatingSecret(row, sealedBecause),
    appId: row.environment?.appId ?? "",
    appName: row.environment?.app.name ?? "",
    environmentName: row.environment?.name ?? "",
    keySince: since.get(row.id)?.toISOString() ?? null,
  }));
}
