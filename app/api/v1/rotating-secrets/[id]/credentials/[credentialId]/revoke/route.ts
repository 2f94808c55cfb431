import * as z from "zod";
import { idSchema } from "@/lib/api/common";
import { mintedCredentialSchema } from "@/lib/api/rotating-secrets";
import { route } from "@/lib/http/handle";
import { revokeCredential } from "@/lib/rotation/commands/revoke-credential";

export const POST = route(
  {
    summary: "Revoke a previous credential before its delay is over",
    cost: "change",
    params: z.object({ id: idSchema, credentialId: idSchema }),
    answer: mintedCredentialSchema,
  },
  async ({ ctx, params }) => await revokeCredential(ctx, params),
);
