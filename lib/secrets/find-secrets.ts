import type { z } from "zod";
import type { findSecretsQuerySchema, foundSecretsSchema } from "@/lib/api/secrets";
import { authorise } from "@/lib/auth/permissions";
import type { Ctx } from "@/lib/context";
import { ROW_COLUMNS, showRow } from "./show-row";

type Found = z.infer<typeof foundSecretsSchema>["secrets"];

/** As LIKE takes it for the text itself: keys are full of _, which would stand for any letter. */
function literally(word: string): string {
  return word.replace(/[\\%_]/g, "\\$&");
}

/** The organisation's rows that hold every word of `search`, by key, without values; a limited token sees its environments' only. */
export async function findSecrets(ctx: Ctx, input: z.output<typeof findSecretsQuerySchema>): Promise<Found> {
  authorise(ctx.actor, "read");
  const limit = ctx.actor.kind === "token" ? ctx.actor.environmentIds : [];
  const rows = await ctx.db.secret.findMany({
    where: {
      environment: { app: { organisationId: ctx.actor.organisationId } },
      ...(limit.length === 0 ? {} : { environmentId: { in: limit } }),
      AND: input.search.split(/\s+/).map((word) => {
        const contains = { contains: literally(word), mode: "insensitive" as const };
        return {
          OR: [
            { key: contains },
            { comment: contains },
            { environment: { name: contains } },
            { environment: { app: { name: contains } } },
          ],
        };
      }),
    },
    select: {
      ...ROW_COLUMNS,
      environment: { select: { id: true, name: true, app: { select: { name: true } } } },
    },
    orderBy: [{ key: "asc" }, { id: "asc" }],
    take: input.limit,
  });
  return rows.map(({ environment, ...row }) => ({
    ...showRow(row),
    environmentId: environment.id,
    environmentName: environment.name,
    appName: environment.app.name,
  }));
}
