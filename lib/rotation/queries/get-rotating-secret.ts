import type { RotatingSecret } from "@/lib/api/rotating-secrets";
import type { Ctx } from "@/lib/access/context";
import { findRotatingSecret } from "./find-rotating-secret";
import { SHOWN_WITH, showRotatingSecret } from "./show";

export async function getRotatingSecret(
  ctx: Pick<Ctx, "db" | "actor" | "lookAtSeal">,
  input: { id: string },
): Promise<RotatingSecret> {
  const { id } = await findRotatingSecret(ctx, input.id, "read");
  return showRotatingSecret(
    await ctx.db.rotatingSecret.findUniqueOrThrow({ where: { id }, include: SHOWN_WITH }),
    await ctx.lookAtSeal(),
  );
}
