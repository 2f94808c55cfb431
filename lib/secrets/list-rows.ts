import type * as z from "zod";
import type { secretRowListSchema } from "@/lib/api/secrets";
import { findEnvironment } from "@/lib/apps/find-environment";
import type { Ctx } from "@/lib/access/context";
import { cursorGone, cutPage, type PageQuery } from "@/lib/requests/page";
import { ROW_COLUMNS, showRow } from "./show-row";

/** An environment's rows by key, or those with `keys`, without values, a page at a time. */
export async function listRows(
  ctx: Ctx,
  { environmentId, keys, cursor, limit }: PageQuery & { environmentId: string; keys?: string[] | undefined },
): Promise<z.output<typeof secretRowListSchema>> {
  await findEnvironment(ctx, environmentId, "read");
  const last =
    cursor === undefined
      ? undefined
      : await ctx.db.secret.findUnique({ where: { id: cursor, environmentId }, select: { key: true } });
  if (last === null) throw cursorGone();
  const found = await ctx.db.secret.findMany({
    where: {
      environmentId,
      key: { ...(keys === undefined ? {} : { in: keys }), ...(last === undefined ? {} : { gt: last.key }) },
    },
    select: ROW_COLUMNS,
    orderBy: { key: "asc" },
    take: limit + 1,
  });
  const { page, nextCursor } = cutPage(found, limit);
  return { secrets: page.map(showRow), nextCursor };
}
