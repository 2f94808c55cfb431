import type * as z from "zod";
import type { secretPageQuerySchema, SecretPage } from "@/lib/api/secret-page";
import { keysOf } from "@/lib/access/reach";
import { isSeenRotatingSecret, isSeenSecret } from "@/lib/access/reach-in-sql";
import type { Ctx } from "@/lib/access/context";
import { findEnvironment } from "@/lib/apps/find-environment";
import { anywhere } from "@/lib/formats/like-pattern";
import { Prisma } from "@/lib/generated/prisma/client";
import { showRotatingSecret } from "@/lib/rotation/queries/show";
import { shownRows } from "@/lib/rotation/queries/shown-rows";
import { ROW_COLUMNS, showRow } from "./show-row";

/** Lines per page: few enough that neither typing nor scrolling is slow. */
const LINES = 100;
/** A rotating secret's name, and up to three outputs. */
const LINES_OF_ROTATING = 4;

type Input = z.output<typeof secretPageQuerySchema> & { environmentId: string };

/**
 * An environment's rotating secrets by name, each with the outputs that match, and then the other rows by key. Those are static
 * secrets, and outputs that the caller can see although their rotating secret is hidden.
 */
export async function listPage(ctx: Ctx, { environmentId, filter, page: asked }: Input): Promise<SecretPage> {
  await findEnvironment(ctx, environmentId, "read");
  const here = Prisma.sql`environment_id = ${environmentId}::uuid`;
  const words = filter.split(/\s+/).filter(Boolean);
  const hasWords = (text: Prisma.Sql) =>
    words.length === 0 ? Prisma.sql`true` : Prisma.sql`${text} ILIKE ALL(${anywhere(words)}::text[])`;
  const isOutput = hasWords(Prisma.sql`concat_ws(' ', output.key, output.comment, owner.name)`);
  const isSeenOwner = isSeenRotatingSecret(ctx.actor, Prisma.sql`owner`);
  const isSeenRow = isSeenSecret(ctx.actor);
  const isHiddenOwner = Prisma.sql`EXISTS (SELECT FROM rotating_secret AS owner
    WHERE owner.id = secret.rotating_secret_id AND NOT ${isSeenOwner})`;
  const isPlain =
    keysOf(ctx.actor).length === 0
      ? Prisma.sql`rotating_secret_id IS NULL`
      : Prisma.sql`(rotating_secret_id IS NULL OR ${isHiddenOwner})`;
  const rotating = Prisma.sql`rotating_secret AS owner WHERE ${here} AND deleted_at IS NULL AND ${isSeenOwner} AND (
    ${hasWords(Prisma.sql`owner.name`)} OR EXISTS (
      SELECT FROM secret AS output WHERE output.rotating_secret_id = owner.id AND ${isOutput}))`;
  const plain = Prisma.sql`secret WHERE ${here} AND ${isPlain} AND ${isSeenRow}
    AND ${hasWords(Prisma.sql`concat_ws(' ', key, comment)`)}`;

  const [counts = { rows: 0, rotating: 0, plain: 0 }] = await ctx.db.$queryRaw<
    { rows: number; rotating: number; plain: number }[]
  >`SELECT (SELECT count(*)::int FROM secret WHERE ${here} AND ${isSeenRow}) AS rows,
           (SELECT count(*)::int FROM ${rotating}) AS rotating, (SELECT count(*)::int FROM ${plain}) AS plain`;
  const linesBefore = counts.rotating * LINES_OF_ROTATING;
  const pages = Math.max(1, Math.ceil((linesBefore + counts.plain) / LINES));
  const page = Math.min(asked, pages - 1);
  const perPage = LINES / LINES_OF_ROTATING;
  const plainFrom = Math.max(0, page * LINES - linesBefore);
  const plainTo = Math.max(0, (page + 1) * LINES - linesBefore);

  const [owners, statics] = await Promise.all([
    ctx.db.$queryRaw<{ id: string }[]>`
      SELECT id FROM ${rotating} ORDER BY name, id OFFSET ${page * perPage} LIMIT ${perPage}`,
    ctx.db.$queryRaw<{ id: string }[]>`
      SELECT id FROM ${plain} ORDER BY key OFFSET ${plainFrom} LIMIT ${plainTo - plainFrom}`,
  ]);
  const ownerIds = owners.map(({ id }) => id);
  const outputs = await ctx.db.$queryRaw<{ id: string }[]>`
    SELECT output.id FROM secret AS output JOIN rotating_secret AS owner ON owner.id = output.rotating_secret_id
     WHERE owner.id = ANY(${ownerIds}::uuid[]) AND ${isOutput}`;
  const [shown, rows, sealedBecause] = await Promise.all([
    shownRows(ctx.db, ownerIds),
    ctx.db.secret.findMany({
      where: { id: { in: [...outputs, ...statics].map(({ id }) => id) } },
      select: ROW_COLUMNS,
      orderBy: { key: "asc" },
    }),
    ctx.lookAtSeal(),
  ]);
  return {
    rotatingSecrets: shown.map((row) => showRotatingSecret(row, sealedBecause)),
    secrets: rows.map(showRow),
    rows: counts.rows,
    page,
    pages,
  };
}
