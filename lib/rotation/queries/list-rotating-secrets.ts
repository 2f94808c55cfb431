import type * as z from "zod";
import type { rotatingSecretListSchema } from "@/lib/api/rotating-secrets";
import { findEnvironment } from "@/lib/apps/find-environment";
import type { Ctx } from "@/lib/access/context";
import { Prisma } from "@/lib/generated/prisma/client";
import { cursorGone, cutPage, type PageQuery } from "@/lib/requests/page";
import { showRotatingSecret } from "./show";
import { shownRows } from "./shown-rows";

/** By name, a page at a time. */
export async function listRotatingSecrets(
  ctx: Ctx,
  { environmentId, cursor, limit }: PageQuery & { environmentId: string },
): Promise<z.output<typeof rotatingSecretListSchema>> {
  await findEnvironment(ctx, environmentId, "read");
  const among = Prisma.sql`rotating_secret WHERE environment_id = ${environmentId}::uuid AND deleted_at IS NULL`;
  let following = Prisma.empty;
  if (cursor !== undefined) {
    const [last] = await ctx.db.$queryRaw<{ name: string }[]>`
      SELECT name FROM ${among} AND id = ${cursor}::uuid`;
    if (last === undefined) throw cursorGone();
    following = Prisma.sql`AND (name, id) > (${last.name}, ${cursor}::uuid)`;
  }
  const found = await ctx.db.$queryRaw<{ id: string }[]>`
    SELECT id FROM ${among} ${following} ORDER BY name, id LIMIT ${limit + 1}`;
  const { page, nextCursor } = cutPage(found, limit);
  const rows = await shownRows(
    ctx.db,
    page.map(({ id }) => id),
  );
  const sealedBecause = await ctx.lookAtSeal();
  return { rotatingSecrets: rows.map((row) => showRotatingSecret(row, sealedBecause)), nextCursor };
}
