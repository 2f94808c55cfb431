import type { RotatingSecret } from "@/lib/api/rotating-secrets";
import { findEnvironment } from "@/lib/apps/find-environment";
import type { Ctx } from "@/lib/access/context";
import { SHOWN_WITH, showRotatingSecret } from "./show";

export async function listRotatingSecrets(
  ctx: Ctx,
  input: { environmentId: string },
): Promise<RotatingSecret[]> {
  const { id: environmentId } = await findEnvironment(ctx, input.environmentId, "read");
  const rows = await ctx.db.rotatingSecret.findMany({
    where: { environmentId, deletedAt: null },
    include: SHOWN_WITH,
    orderBy: [{ name: "asc" }, { id: "asc" }],
  });
  const sealedBecause = await ctx.lookAtSeal();
  return rows.map((row) => showRotatingSecret(row, sealedBecause));
}
