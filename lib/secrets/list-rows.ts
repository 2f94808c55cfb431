import type { SecretRow } from "@/lib/api/secrets";
import { findEnvironment } from "@/lib/apps/find-environment";
import type { Ctx } from "@/lib/access/context";
import { ROW_COLUMNS, showRow } from "./show-row";

/** An environment's rows by key, without values. */
export async function listRows(ctx: Ctx, input: { environmentId: string }): Promise<SecretRow[]> {
  const environment = await findEnvironment(ctx, input.environmentId, "read");
  const rows = await ctx.db.secret.findMany({
    where: { environmentId: environment.id },
    select: ROW_COLUMNS,
    orderBy: { key: "asc" },
  });
  return rows.map(showRow);
}
