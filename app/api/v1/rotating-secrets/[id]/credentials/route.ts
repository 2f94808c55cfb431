import { z } from "zod";
import { idSchema } from "@/lib/api/common";
import { mintedCredentialListSchema } from "@/lib/api/rotating-secrets";
import { route } from "@/lib/http/handle";
import { listCredentials } from "@/lib/rotation/queries/list-credentials";

export const GET = route(
  {
    summary: "Every credential that was minted, newest first; also of a deleted rotating secret.",
    params: z.object({ id: idSchema }),
    answer: mintedCredentialListSchema,
  },
  async ({ ctx, params }) => ({ credentials: await listCredentials(ctx, params) }),
);
