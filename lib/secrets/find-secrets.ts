import type * as z from "zod";
import type { findSecretsQuerySchema, foundSecretsSchema } from "@/lib/api/secrets";
import { authorise } from "@/lib/access/permissions";
import { isSeen } from "@/lib/access/reach-in-sql";
import type { Ctx } from "@/lib/access/context";
import { anywhere } from "@/lib/formats/like-pattern";
import { Prisma } from "@/lib/generated/prisma/client";
import { ROW_COLUMNS, showRow } from "./show-row";

type Found = z.infer<typeof foundSecretsSchema>["secrets"];

/** What many rows hold stands among the first ones by key; what few hold, the index finds. */
const FIRST_ROWS = 2_000;
/** Of more than these, not all are put in order. */
const MOST_HITS = 5_000;

/** The organisation's rows that hold every word of `search`, by key, without values; a limited token sees its environments' only. */
export async function findSecrets(ctx: Ctx, input: z.output<typeof findSecretsQuerySchema>): Promise<Found> {
  authorise(ctx.actor, "read");
  const { limit } = input;
  const words = input.search.split(/\s+/);
  const isHit = Prisma.sql`search_text ILIKE ALL(${anywhere(words)}::text[])
    AND environment_id IN (SELECT environment.id FROM environment JOIN app ON app.id = environment.app_id
      WHERE app.organisation_id = ${ctx.actor.organisationId}::uuid AND ${isSeen(ctx.actor, Prisma.sql`environment.id`)})`;
  let found = await ctx.db.$queryRaw<{ id: string }[]>`
    SELECT id FROM (SELECT * FROM secret ORDER BY key, id LIMIT ${FIRST_ROWS}) AS first_ones
     WHERE ${isHit} ORDER BY key, id LIMIT ${limit}`;
  if (found.length < limit) {
    found = await ctx.db.$queryRaw<{ id: string }[]>`
      SELECT id FROM (
        SELECT id, key FROM secret
         WHERE phase_parts(search_text) @> phase_parts_of_words(${words}::text[]) AND ${isHit} LIMIT ${MOST_HITS}
      ) AS hits ORDER BY key, id LIMIT ${limit}`;
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
