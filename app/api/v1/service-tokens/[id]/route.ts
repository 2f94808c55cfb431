import { tokenTag } from "@/lib/requests/tags";
import { pathIdSchema } from "@/lib/api/common";
import { serviceTokenSchema } from "@/lib/api/service-tokens";
import { route } from "@/lib/http/handle";
import { getToken } from "@/lib/tokens/get-token";
import { revokeToken } from "@/lib/tokens/revoke-token";

export const GET = route(
  { summary: "Get a service token", params: pathIdSchema, answer: serviceTokenSchema, tag: tokenTag },
  async ({ ctx, params }) => await getToken(ctx, params),
);

export const DELETE = route(
  { summary: "Revoke a service token immediately", params: pathIdSchema, ifMatch: true },
  async ({ ctx, params }) => await revokeToken(ctx, params),
);
