import type * as z from "zod";
import type { rotatingSecretListSchema } from "@/lib/api/rotating-secrets";
import { authorise } from "@/lib/access/permissions";
import { isSeenRotatingSecret } from "@/lib/access/reach-in-sql";
import { findEnvironment } from "@/lib/apps/find-environment";
import type { Ctx } from "@/lib/access/context";
import { Prisma } from "@/lib/generated/prisma/client";
import { cursorGone, cutPage, type NamedPageQuery } from "@/lib/requests/page";
import { showRotatingSecret } from "./show";
import { shownRows } from "./shown-rows";

type Input = NamedPageQuery & { environmentId: string | null };

/** Of one environment, or of all that the actor can see: by name, a page at a time. */
export async function listRotatingSecrets(
  ctx: Ctx,
  { environmentId, name, label, cursor, limit }: Input,
): Promise<z.output<typeof rotatingSecretListSchema>> {
  const place = environmentId === null ? everywhere(ctx) : await within(ctx, environmentId);
  const isCalled = name === undefined ? Prisma.empty : Prisma.sql`AND name = ${name}`;
  // The index holds only those that have labels.
  const isLabelled =
    label === undefined ? Prisma.empty : Prisma.sql`AND labels @> ${label}::text[] AND labels <> '{}'`;
  const among = Prisma.sql`rotating_secret WHERE ${place} AND deleted_at IS NULL ${isCalled} ${isLabelled}`;
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

async function within(ctx: Ctx, environmentId: string): Promise<Prisma.Sql> {
  await findEnvironment(ctx, environmentId, "read");
  const isSeen = isSeenRotatingSecret(ctx.actor, Prisma.sql`rotating_secret`);
  return Prisma.sql`environment_id = ${environmentId}::uuid AND ${isSeen}`;
}

function everywhere({ actor }: Ctx): Prisma.Sql {
  authorise(actor, "read");
  const isTheirs = Prisma.sql`organisation_id = ${actor.organisationId}::uuid`;
  return Prisma.sql`${isTheirs} AND ${isSeenRotatingSecret(actor, Prisma.sql`rotating_secret`)}`;
}
