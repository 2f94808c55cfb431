import type * as z from "zod";
import type { findSecretsQuerySchema, foundSecretsSchema } from "@/lib/api/secrets";
import { authorise } from "@/lib/access/permissions";
import { isSeen, isSeenSecret } from "@/lib/access/reach-in-sql";
import type { Ctx } from "@/lib/access/context";
import { anywhere } from "@/lib/formats/like-pattern";
import { Prisma } from "@/lib/generated/prisma/client";
import { ROW_COLUMNS, showRow } from "./show-row";

type Found = z.infer<typeof foundSecretsSchema>["secrets"];

/** Frequent words occur among the first rows by key. The index finds rare words. */
const FIRST_ROWS = 2_000;
/** Beyond this number, not all are sorted. */
const MOST_HITS = 5_000;

/** Like the index secret_search. */
const TEXT = Prisma.sql`phase_search_text(secret.key, secret.comment)`;
const NAMES = Prisma.sql`environment.name || chr(10) || app.name`;
const PLACES = Prisma.sql`environment JOIN app ON app.id = environment.app_id`;

/**
 * The organisation's rows in which each word of `search` occurs in key, comment, environment name or app
 * name, by key, without values. A limited token sees only its environments and keys.
 */
export async function findSecrets(ctx: Ctx, input: z.output<typeof findSecretsQuerySchema>): Promise<Found> {
  authorise(ctx.actor, "read");
  const { limit } = input;
  const words = [...new Set(input.search.split(/\s+/))];
  const isVisible = Prisma.sql`app.organisation_id = ${ctx.actor.organisationId}::uuid
    AND ${isSeen(ctx.actor, Prisma.sql`environment.id`)}`;
  const isAllowed = isSeenSecret(ctx.actor);
  let found = await ctx.db.$queryRaw<Hit[]>`
    SELECT secret.id FROM (SELECT * FROM secret ORDER BY key, id LIMIT ${FIRST_ROWS}) AS secret
      JOIN (${PLACES}) ON environment.id = secret.environment_id
     WHERE ${isVisible} AND ${isAllowed} AND ${TEXT} || chr(10) || ${NAMES} ILIKE ALL(${anywhere(words)}::text[])
     ORDER BY secret.key, secret.id LIMIT ${limit}`;
  if (found.length < limit) {
    const searches = (await wordsForRows(ctx, words, isVisible)).map((inRow) =>
      hits(words, inRow, isVisible, isAllowed),
    );
    if (searches.length > 0) {
      found = await ctx.db.$queryRaw<Hit[]>`
        SELECT id FROM (${Prisma.join(searches, " UNION ")}) AS hits ORDER BY key, id LIMIT ${limit}`;
    }
  }
  const rows = await ctx.db.secret.findMany({
    where: { id: { in: found.map(({ id }) => id) } },
    select: {
      ...ROW_COLUMNS,
      environment: { select: { id: true, name: true, app: { select: { name: true } } } },
    },
    orderBy: [{ key: "asc" }, { id: "asc" }],
  });
  return rows.map(({ environment, ...row }) => ({
    ...showRow(row),
    environmentId: environment.id,
    environmentName: environment.name,
    appName: environment.app.name,
  }));
}

type Hit = { id: string };

/**
 * Which of the words no place name contains, so that they must occur in the rows. Grouped for places that
 * need the same words.
 */
async function wordsForRows(ctx: Ctx, words: string[], isVisible: Prisma.Sql): Promise<string[][]> {
  const needs = await ctx.db.$queryRaw<{ words: string[] }[]>`
    SELECT DISTINCT ARRAY(
        SELECT word FROM unnest(${words}::text[], ${anywhere(words)}::text[]) AS sought (word, pattern)
         WHERE NOT ${NAMES} ILIKE pattern) AS words
      FROM ${PLACES} WHERE ${isVisible}`;
  return needs.map((need) => need.words);
}

/** Rows with the words `inRow`, in places whose names contain the others. */
function hits(words: string[], inRow: string[], isVisible: Prisma.Sql, isAllowed: Prisma.Sql): Prisma.Sql {
  const inNames = words.filter((word) => !inRow.includes(word));
  const isThere = Prisma.sql`environment_id IN (SELECT environment.id FROM ${PLACES}
    WHERE ${isVisible} AND ${NAMES} ILIKE ALL(${anywhere(inNames)}::text[]))`;
  const isFound = Prisma.sql`phase_parts(${TEXT}) @> phase_parts_of_words(${inRow}::text[])
    AND ${TEXT} ILIKE ALL(${anywhere(inRow)}::text[]) AND ${isThere}`;
  return Prisma.sql`(SELECT id, key FROM secret
     WHERE ${inRow.length > 0 ? isFound : isThere} AND ${isAllowed} LIMIT ${MOST_HITS})`;
}
