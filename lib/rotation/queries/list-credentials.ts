import type * as z from "zod";
import type { mintedCredentialListSchema } from "@/lib/api/rotating-secrets";
import type { Ctx } from "@/lib/access/context";
import { findRotatingSecret } from "./find-rotating-secret";
import { CREDENTIAL_COLUMNS, showCredential } from "./show";

type Input = { id: string; cursor?: string | undefined; limit: number };

/**
 * Newest first. `cursor` is the ID of the previous page's last credential. Includes credentials of deleted
 * rotating secrets.
 */
export async function listCredentials(
  ctx: Ctx,
  input: Input,
): Promise<z.infer<typeof mintedCredentialListSchema>> {
  const { id } = await findRotatingSecret(ctx, input.id, "read", { deletedToo: true });
  const rows = await ctx.db.mintedCredential.findMany({
    where: { rotatingSecretId: id, ...(input.cursor === undefined ? {} : { id: { lt: input.cursor } }) },
    select: CREDENTIAL_COLUMNS,
    orderBy: { id: "desc" },
    take: input.limit + 1,
  });
  const credentials = rows.slice(0, input.limit).map(showCredential);
  return { credentials, nextCursor: rows.length > input.limit ? (credentials.at(-1)?.id ?? null) : null };
}
