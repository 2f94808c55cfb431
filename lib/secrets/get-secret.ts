import type { SecretRow } from "@/lib/api/secrets";
import type { Ctx } from "@/lib/access/context";
import { findSecret } from "./find-secret";
import { showRow } from "./show-row";

export async function getSecret(ctx: Ctx, { id }: { id: string }): Promise<SecretRow> {
  return showRow(await findSecret(ctx.db, ctx, id, "read"));
}
