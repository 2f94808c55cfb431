import { pathIdSchema } from "@/lib/api/common";
import { route } from "@/lib/http/handle";
import { revokeToken } from "@/lib/tokens/revoke-token";

export const DELETE = route(
  { summary: "Revoke a service token immediately", params: pathIdSchema, ifMatch: true },
  async ({ ctx, params }) => await revokeToken(ctx, params),
);
