import type { RotatingSecret } from "@/lib/api/rotating-secrets";
import type { Ctx } from "@/lib/access/context";
import { notFound } from "@/lib/errors";
import { findRotatingSecret } from "./find-rotating-secret";
import { showRotatingSecret } from "./show";
import { shownRows } from "./shown-rows";

export async function getRotatingSecret(
  ctx: Pick<Ctx, "db" | "actor" | "lookAtSeal">,
  input: { id: string },
): Promise<RotatingSecret> {
  const { id } = await findRotatingSecret(ctx, input.id, "read");
  const [row] = await shownRows(ctx.db, [id]);
  if (row === undefined) throw notFound("rotating secret");
  return showRotatingSecret(row, await ctx.lookAtSeal());
}
