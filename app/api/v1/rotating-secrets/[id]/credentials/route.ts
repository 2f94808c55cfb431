import { pathIdSchema } from "@/lib/api/common";
import { mintedCredentialListSchema, mintedCredentialsQuerySchema } from "@/lib/api/rotating-secrets";
import { route } from "@/lib/http/handle";
import { listCredentials } from "@/lib/rotation/queries/list-credentials";

export const GET = route(
  {
    summary: "List every credential, newest first, also of a deleted rotating secret",
    params: pathIdSchema,
    query: mintedCredentialsQuerySchema,
    answer: mintedCredentialListSchema,
  },
  async ({ ctx, params, query }) => await listCredentials(ctx, { ...query, ...params }),
);
