import * as z from "zod";
import { idSchema } from "@/lib/api/common";
import { thirdPartyCredentialSchema } from "@/lib/api/third-party-credentials";
import { route } from "@/lib/http/handle";
import { testThirdPartyCredential } from "@/lib/third-party-credentials/test-third-party-credential";

export const POST = route(
  {
    summary: "Check the stored admin key at OpenAI now",
    params: z.object({ id: idSchema }),
    cost: "provider",
    answer: thirdPartyCredentialSchema,
  },
  async ({ ctx, params }) => await testThirdPartyCredential(ctx, params),
);
