import type * as z from "zod";
import type { secretRowListSchema } from "@/lib/api/secrets";
import { findEnvironment } from "@/lib/apps/find-environment";
import type { Ctx } from "@/lib/access/context";
import { cursorGone, cutPage, type PageQuery } from "@/lib/requests/page";
import { isSeenSecret } from "@/lib/access/reach-in-sql";
import { Prisma } from "@/lib/generated/prisma/client";
import { ROW_COLUMNS, showRow } from "./show-row";

/** An environment's rows by key, or those with `keys`, without values, a page at a time. */
export async function listRows(
  ctx: Ctx,
  { environmentId, keys, cursor, limit }: PageQuery & { environmentId: string; keys?: string[] | undefined },
): Promise<z.output<typeof secretRowListSchema>> {
  await findEnvironment(ctx, environmentId, "read");
  const among = Prisma.sql`secret
    WHERE environment_id = ${environmentId}::uuid AND ${isSeenSecret(ctx.actor)}`;
  const isAsked = keys === undefined ? Prisma.empty : Prisma.sql`AND key = ANY(${keys}::text[])`;
  let following = Prisma.empty;
  if (cursor !== undefined) {
    const [last] = await ctx.db.$queryRaw<
      { key: string }[]
    >`SELECT key FROM ${among} AND id = ${cursor}::uuid`;
    if (last === undefined) throw cursorGone();
    following = Prisma.sql`AND key > ${last.key}`;
  }
  const found = await ctx.db.$queryRaw<{ id: string }[]>`
    SELECT id FROM ${among} ${isAsked} ${following} ORDER BY key LIMIT ${limit + 1}`;
  const { page: ids, nextCursor } = cutPage(found, limit);
  const page = await ctx.db.secret.findMany({
    where: { id: { in: ids.map(({ id }) => id) } },
    select: ROW_COLUMNS,
    orderBy: { key: "asc" },
  });
  return { secrets: page.map(showRow), nextCursor };
}
