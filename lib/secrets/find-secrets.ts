import type * as z from "zod";
import type { findSecretsQuerySchema, foundSecretsSchema } from "@/lib/api/secrets";
import { authorise } from "@/lib/access/permissions";
import { isSeen } from "@/lib/access/reach-in-sql";
import type { Ctx } from "@/lib/access/context";
import { Prisma } from "@/lib/generated/prisma/client";
import { ROW_COLUMNS, showRow } from "./show-row";

type Found = z.infer<typeof foundSecretsSchema>["secrets"];

/** As LIKE takes it for the text itself: keys are full of _, which would stand for any letter. */
function literally(word: string): string {
  return word.replace(/[\\%_]/g, "\\$&");
}

/** The organisation's rows that hold every word of `search`, by key, without values; a limited token sees its environments' only. */
export async function findSecrets(ctx: Ctx, input: z.output<typeof findSecretsQuerySchema>): Promise<Found> {
  authorise(ctx.actor, "read");
  const { organisationId } = ctx.actor;
  const patterns = input.search.split(/\s+/).map((word) => `%${literally(word)}%`);
  // One text and one join, however many words: a join for each word keeps the planner busy for minutes.
  const found = await ctx.db.$queryRaw<{ id: string }[]>`
    SELECT secret.id FROM secret
      JOIN environment ON environment.id = secret.environment_id
      JOIN app ON app.id = environment.app_id
     WHERE app.organisation_id = ${organisationId}::uuid
       AND ${isSeen(ctx.actor, Prisma.sql`environment.id`)}
       AND concat_ws(chr(10), secret.key, secret.comment, environment.name, app.name)
           ILIKE ALL(${patterns}::text[])
     ORDER BY secret.key, secret.id LIMIT ${input.limit}`;
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
