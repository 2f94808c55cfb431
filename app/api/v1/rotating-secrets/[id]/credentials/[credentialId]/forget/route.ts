import * as z from "zod";
import { idSchema } from "@/lib/api/common";
import { forgetSchema, mintedCredentialSchema } from "@/lib/api/rotating-secrets";
import { route } from "@/lib/http/handle";
import { forgetCredential } from "@/lib/rotation/commands/forget-credential";

export const POST = route(
  {
    summary: "Stop retrying an outstanding revocation, and give a reason",
    params: z.object({ id: idSchema, credentialId: idSchema }),
    body: forgetSchema,
    answer: mintedCredentialSchema,
  },
  async ({ ctx, params, body }) => await forgetCredential(ctx, { ...params, ...body }),
);
