import * as z from "zod";
import { idSchema } from "@/lib/api/common";
import { extendSchema, mintedCredentialSchema } from "@/lib/api/rotating-secrets";
import { route } from "@/lib/http/handle";
import { extendCredential } from "@/lib/rotation/commands/extend-credential";

export const POST = route(
  {
    summary: "Extend the revocation delay of a previous credential",
    params: z.object({ id: idSchema, credentialId: idSchema }),
    body: extendSchema,
    answer: mintedCredentialSchema,
  },
  async ({ ctx, params, body }) => await extendCredential(ctx, { ...params, ...body }),
);
