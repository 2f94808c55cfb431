import type { MintedCredential } from "@/lib/api/rotating-secrets";
import type { Ctx } from "@/lib/access/context";
import { CREDENTIAL_COLUMNS, showCredential } from "./show";

/** One credential in its current state, for a command that has found and authorised it. */
export async function getCredential({ db }: Pick<Ctx, "db">, id: string): Promise<MintedCredential> {
  return showCredential(
    await db.mintedCredential.findUniqueOrThrow({ where: { id }, select: CREDENTIAL_COLUMNS }),
  );
}
