import type * as z from "zod";
import type { EngineCtx } from "@/lib/rotation/services";
import type { thirdPartyCredentialListSchema } from "@/lib/api/third-party-credentials";
import { authorise } from "@/lib/access/permissions";
import { seenCredentials } from "@/lib/access/reach-in-sql";
import { called, cursorGone, cutPage, FIRST_PAGE } from "@/lib/requests/page";
import { showThirdPartyCredential } from "./show";
import { usesOf } from "./uses";

/** By name. */
export async function listThirdPartyCredentials(
  ctx: EngineCtx,
  query = FIRST_PAGE,
): Promise<z.input<typeof thirdPartyCredentialListSchema>> {
  authorise(ctx.actor, "read");
  const { db, actor } = ctx;
  const { cursor, limit } = query;
  const seen = await seenCredentials(db, actor);
  const where = {
    AND: seen,
    organisationId: actor.organisationId,
    deletedAt: null,
  };
  const last =
    cursor === undefined
      ? undefined
      : await db.thirdPartyCredential.findFirst({ where: { ...where, id: cursor }, select: { name: true } });
  if (last === null) throw cursorGone();
  // Names are unique within an organisation.
  const rows = await db.thirdPartyCredential.findMany({
    where: { ...where, AND: [called(query), last === undefined ? {} : { name: { gt: last.name } }, seen] },
    orderBy: { name: "asc" },
    take: limit + 1,
  });
  const { page, nextCursor } = cutPage(rows, limit);
  const uses = await usesOf(
    db,
    page.map(({ id }) => id),
    actor,
  );
  return {
    thirdPartyCredentials: page.map((row) => showThirdPartyCredential(actor, row, uses.get(row.id) ?? 0)),
    nextCursor,
  };
}
