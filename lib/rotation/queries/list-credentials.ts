import type { MintedCredential } from "@/lib/api/rotating-secrets";
import type { Ctx } from "@/lib/context";
import { findRotatingSecret } from "./find-rotating-secret";
import { CREDENTIAL_COLUMNS, showCredential } from "./show";

const MOST = 500;

/** Newest first. What a deleted rotating secret owes is listed until it is paid, and after. */
export async function listCredentials(ctx: Ctx, input: { id: string }): Promise<MintedCredential[]> {
  const { id } = await findRotatingSecret(ctx, input.id, "read", { deletedToo: true });
  const rows = await ctx.db.mintedCredential.findMany({
    where: { rotatingSecretId: id },
    select: CREDENTIAL_COLUMNS,
    orderBy: { id: "desc" },
    take: MOST,
  });
  return rows.map(showCredential);
}
