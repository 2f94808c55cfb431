import { pathIdSchema } from "@/lib/api/common";
import { route } from "@/lib/http/handle";
import { revokeToken } from "@/lib/tokens/revoke-token";

export const DELETE = route(
  { summary: "Revokes a service token at once.", params: pathIdSchema },
  async ({ ctx, params }) => await revokeToken(ctx, params),
);
